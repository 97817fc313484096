# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints many small pictures, in one call of the command line and in one GIMP: what the process holds
after the first twenty, in memory and open files, has to be what it holds at the end.

Exit code 0: so it is; 1: it is not; 77: there is no GIMP, and nothing else was to be tried.
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from document import QUICK, Document, Failure, expect
from gimp import Gimp, Profile
from run import SKIPPED, Table, add_setup_options, find_setup, shrink_pictures

SETTLED = 20  # pictures after which caches are filled
ALLOWED_GROWTH = 1.05
SHORT = dict(QUICK, iterations=1, evaluations=2)


class Samples:
    """What a process holds after each picture."""

    def __init__(self, process):
        self.folder = Path(f"/proc/{process}")
        self.kib = []
        self.descriptors = []

    def take(self):
        status = (self.folder / "status").read_text()
        self.kib.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]))
        self.descriptors.append(len(list((self.folder / "fd").iterdir())))

    def check(self):
        expect(len(self.kib) > SETTLED + 10, f"only {len(self.kib)} pictures were painted")
        before, after = self.around(self.kib, SETTLED), self.around(self.kib, len(self.kib))
        growth = after / before
        opened = max(self.descriptors[-10:]) - max(self.descriptors[SETTLED - 10 : SETTLED])
        print(
            f"  {len(self.kib)} pictures: {before / 1024:.1f} MiB after {SETTLED}, "
            f"{after / 1024:.1f} MiB at the end ({growth - 1:+.1%}), {opened:+d} open files"
        )
        expect(growth <= ALLOWED_GROWTH, "its memory grows")
        expect(opened <= 0, "its open files grow")

    @staticmethod
    def around(values, end):
        return statistics.median(values[end - 10 : end])


def in_one_batch(program, style, folder, count):
    photos = folder / "photos"
    photos.mkdir()
    chance = random.Random(1)
    for number in range(count):
        pixels = chance.randbytes(3 * 64 * 48)
        (photos / f"{number:04}.ppm").write_bytes(b"P6 64 48 255\n" + pixels)
    command = [program, "batch", photos / "*.ppm", "--style", style, "--output-dir", folder / "to"]
    for name, value in SHORT.items():
        command += ["--" + name, value]
    process = subprocess.Popen(
        [str(word) for word in command + ["--progress"]], stderr=subprocess.PIPE, text=True)
    samples = Samples(process.pid)
    with process:
        for line in process.stderr:
            if line.startswith(f"{count} of "):
                break  # it is about to end
            if re.match(r"\d+ of \d+: ", line):
                samples.take()
            else:
                raise Failure(line)
        process.stderr.read()
    expect(process.returncode == 0, f"it ended with {process.returncode}")
    samples.check()


def in_one_gimp(setup, folder, count):
    with Gimp(Profile(folder, setup), os.environ) as gimp:
        shrink_pictures(gimp, folder)
        samples = Samples(gimp.process.pid)
        for _ in range(count):
            document = Document(gimp, folder, 64, 48)
            document.run(document.add_picture(size=(64, 48)), settings=SHORT)
            document.delete()
            samples.take()
        samples.check()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_setup_options(parser)
    parser.add_argument("--program", type=Path, help="the command line, to be tried as well")
    parser.add_argument("--count", type=int, default=32, help="of pictures")
    parser.add_argument("--cases", default="", help="only those whose name has this pattern")
    arguments = parser.parse_args()
    setup = find_setup(arguments)
    if not setup and not arguments.program:
        print(f"skipped: there is no GIMP {arguments.gimp} on this machine")
        return SKIPPED
    table = Table(setup.gimp_version if setup else arguments.gimp)
    style = arguments.source / "data" / "paintings" / "starry_night.jpg"
    cases = {
        "soak: files in one batch": arguments.program
        and (lambda folder: in_one_batch(arguments.program, style, folder, arguments.count)),
        "soak: layers in one GIMP": setup and (lambda folder: in_one_gimp(setup, folder, arguments.count)),
    }
    with tempfile.TemporaryDirectory(prefix="style-transfer-soak-") as temporary:
        for name, function in cases.items():
            if not re.search(arguments.cases, name):
                continue
            if not function:
                table.skip(name, "it is not there")
                continue
            folder = Path(temporary) / re.sub(r"\W+", "_", name)  # GIMP parts paths at colons
            folder.mkdir()
            table.add(name, lambda function=function, folder=folder: function(folder))
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
