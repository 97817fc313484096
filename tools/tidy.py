#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy, with the tree's .clang-tidy, on the sources that changed, or on all of them.

    tidy.py BUILD [--since COMMIT | --all] [--seconds N]

BUILD is a configured build folder. Changed is what differs from COMMIT, committed or not: by default
where this branch left origin's, or the last commit's parent. A header counts as the source of its name,
or else as one that includes it. With --seconds no further file is begun after that time, and those
left out are counted. Exits with 1 when something was found, with 77 when it could not run.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
NAMES = ("clang-tidy-14", "clang-tidy")
VERSION = "14."  # others know other checks
ROOMS = ("engine/", "ui/", "plugin/", "tests/")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def git(*arguments):
    run = subprocess.run(["git", "-C", TOP, *arguments], capture_output=True, text=True, check=False)
    return run.stdout.split("\n")[:-1] if run.returncode == 0 else None


def program():
    for name in NAMES:
        if shutil.which(name):
            version = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
            if f"version {VERSION}" in version.stdout:
                return name
    return skip(f"clang-tidy {VERSION}x is not installed (Debian 12 has it)")


def base():
    """The commit that the tree is compared with."""
    head = git("rev-parse", "HEAD")
    if not head:
        skip("the tree has no history")
    for branch in ("origin/HEAD", "origin/main", "origin/master"):
        common = git("merge-base", "HEAD", branch)
        if common and common != head:
            return common[0]
    parent = git("rev-parse", "HEAD~1")
    return parent[0] if parent else skip("the tree has one commit only")


def changed(since):
    names = git("diff", "--name-only", "--diff-filter=d", since, "--")
    if names is None:
        sys.exit(f"error: git knows no commit '{since}'")
    return names + (git("ls-files", "--others", "--exclude-standard") or [])


def sources_for(names, known, text_of):
    """Those of the `known` sources that hold what changed in the files `names`."""
    chosen = []
    for name in names:
        if not name.startswith(ROOMS):
            continue
        candidates = []
        if name in known:
            candidates = [name]
        elif name.endswith((".h", ".hpp")):
            same = re.sub(r"\.h(pp)?$", ".cpp", name)
            including = (k for k in sorted(known) if f'"{name}"' in text_of(k))
            candidates = [same] if same in known else [next(including, None)]
        chosen += [c for c in candidates if c and c not in chosen]
    return chosen


def clang_command(command):
    """A compiler's command as Clang understands it."""
    words = shlex.split(command)
    if Path(words[0]).name == "ccache":
        words = words[1:]
    words.insert(1, "-Wno-unknown-warning-option")
    # engine/meson.build says why.
    if "-DAT_PER_OPERATOR_HEADERS" in words and "ATen/core/ivalue.h" not in words:
        words[1:1] = ["-include", "ATen/core/ivalue.h"]
    return shlex.join(words)


def database(build):
    """The compile commands of the tree's sources, by name; the first of each."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        file = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        name = os.path.relpath(file, TOP)
        if name not in commands:
            commands[name] = entry | {"file": file, "command": clang_command(entry["command"])}
    return commands


def check(tidy, folder, name, end):
    if end and time.monotonic() > end:
        return None
    run = subprocess.run(
        [tidy, "-p", folder, "--quiet", TOP / name],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    # It also fails on files that it cannot read, and says so there.
    found = run.stdout.strip()
    return found or (f"{name}: clang-tidy ended with {run.returncode}" if run.returncode else "")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("--since", metavar="COMMIT")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=float, default=0)
    options = parser.parse_args()
    tidy = program()
    commands = database(options.build)
    known = {name for name in commands if name.startswith(ROOMS)}
    if options.all:
        names = sorted(known)
    else:
        names = changed(options.since or base())
    chosen = sources_for(names, known, lambda name: (TOP / name).read_text(encoding="utf-8"))
    end = time.monotonic() + options.seconds if options.seconds else None
    with tempfile.TemporaryDirectory() as folder:
        entries = [commands[name] for name in chosen]
        (Path(folder) / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
            results = list(workers.map(lambda name: check(tidy, folder, name, end), chosen))
    findings = [result for result in results if result]
    left = results.count(None)
    for finding in findings:
        print(finding)
    print(
        f"{len(chosen) - left} files looked at, {len(findings)} with findings"
        + (f", {left} left out after {options.seconds:g} s" if left else "")
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
