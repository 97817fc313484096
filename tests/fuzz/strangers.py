#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands every file of a folder to the command line: pictures to be painted, networks to paint with,
presets as settings. Each must end in a picture or in one sentence, within 10 seconds of the processor
and 1 GB.

Usage: strangers.py PROGRAM PHOTO FOLDER. Prints what became of each file; exits with 1 when one did not.
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SECONDS, KILOBYTES = 10, 1 << 20
PATIENCE = 120  # seconds of the clock
QUICK = ["--size", "64", "--iterations", "1", "--evaluations", "2"]
NETWORKS, PRESETS, OTHERS = {".safetensors", ".h5"}, {".json"}, {".md", ".txt"}


def options_for(file):
    if file.suffix in NETWORKS:
        # Of the first two blocks only, which small networks have.
        return ["--model", file, "--method", "gram", "--style-layers", "1,1,0,0,0"]
    if file.suffix in PRESETS:
        return ["--settings", file, "--model", "preview"]
    return ["--model", "preview"]


def run(program, photo, file, options, output):
    """What is wrong with how it ended ("" for nothing), and how it did."""
    picture = file if file.suffix not in NETWORKS | PRESETS else photo
    command = [program, picture, photo, "-o", output, "--force", *QUICK, *options]
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        child = subprocess.Popen(list(map(str, command)), stdout=errors, stderr=errors)
        watch = threading.Timer(PATIENCE, child.kill)
        watch.start()
        _, status, used = os.wait4(child.pid, 0)
        watch.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)  # nobody waits for it again
        errors.seek(0)
        text = errors.read()
    seconds = used.ru_utime + used.ru_stime
    lines = text.splitlines()
    faults = []
    if child.returncode not in (0, 1, 2):
        faults.append(f"exit code {child.returncode}")
    if child.returncode == 1 and (len(lines) != 1 or not lines[0].startswith("style-transfer: ")):
        faults.append(f"{len(lines)} lines of error")
    if (child.returncode == 0) != output.exists():
        faults.append("no picture" if child.returncode == 0 else "a picture in spite of the error")
    if seconds > SECONDS:
        faults.append(f"{seconds:.1f} s")
    if used.ru_maxrss > KILOBYTES:
        faults.append(f"{used.ru_maxrss >> 10} MiB")
    return ", ".join(faults), lines[0] if lines else "a picture"


def main(program, photo, folder):
    faults = files = 0
    with tempfile.TemporaryDirectory() as place:
        output = Path(place) / "output.tif"
        for file in sorted(Path(folder).iterdir()):
            if file.suffix in OTHERS or not file.is_file():
                continue
            files += 1
            output.unlink(missing_ok=True)
            fault, end = run(program, photo, file, options_for(file), output)
            faults += fault != ""
            print(f"{'FAULT: ' + fault if fault else 'ok'}\t{file.name}\t{end[:120]}", flush=True)
    print(f"{files} files, {faults} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
