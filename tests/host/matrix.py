#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints case × GIMP from the logs (testlog.json) of `meson test` runs in which run.py took part, and
why cases failed."""

import json
import re
import sys

HEADER = re.compile(r"case +(GIMP \S+)")
ROW = re.compile(r"(\S.*?) +(ok|FAILED|skipped)(?: \(|:)(.*)")


def tables(logs):
    """The case names of each GIMP, with the result of each, and the lines that say why one failed."""
    found, reasons = {}, []
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            tests = [json.loads(line) for line in lines if line.strip()]
        for test in tests:
            gimp = version = None
            for line in test.get("stdout", "").splitlines():
                if header := HEADER.fullmatch(line.rstrip()):
                    gimp = found.setdefault(header[1], {})
                    version = header[1]
                elif gimp is not None and (row := ROW.match(line)):
                    gimp[row[1]] = row[2]
                    if row[2] == "FAILED":
                        reasons.append(f"{version}, {row[1]}:{row[3]}")
    return found, reasons


def merged(lists):
    """All names once, each where the list that has it has it."""
    names = []
    for new in lists:
        place = 0
        for name in new:
            if name not in names:
                names.insert(place, name)
            place = names.index(name) + 1
    return names


def main(logs):
    found, reasons = tables(logs)
    if not found:
        print("no GIMP was tried")
        return
    names = merged(found.values())
    width = max(map(len, names + ["case"])) + 2
    columns = {gimp: max(len(gimp), 7) + 2 for gimp in found}

    def line(first, cells):
        padded = "".join(f"{cell:{size}}" for cell, size in zip(cells, columns.values()))
        print(f"{first:{width}}{padded}".rstrip())

    line("case", found)
    for name in names:
        line(name, [results.get(name, "-") for results in found.values()])
    for reason in reasons:
        print(reason)


if __name__ == "__main__":
    main(sys.argv[1:])
