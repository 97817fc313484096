#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the finished programs need and show, read from the files themselves.

Usage: linking_test.py engine FILE | plugin FILE | command-line FILE
"""

import re
import subprocess
import sys

TOOLKITS = r"lib(gimp|gtk|gdk|gegl|babl|glib|gio|gobject)"
TORCH = r"lib(torch|c10|caffe2)"
# (what it may not need, why)
FORBIDDEN = {
    "engine": [(TOOLKITS, "the engine knows no GIMP, GTK, GLib or GEGL")],
    "plugin": [
        (TORCH, "GIMP would start slowly, and without libtorch the menu entry would vanish"),
        (r"lib(exiv2|gif|heif|tiff|webp|hdf5|OpenEXR)", "the reader parses strangers' files"),
        (r"libstyle-transfer-engine", "the engine is loaded when the procedure runs"),
        (r"libgimpui-2|libgtk-x11-2", "GTK 2 and GTK 3 cannot live in one process"),
    ],
    "command-line": [
        (r"lib(gimp|gtk|gdk-3)", "the command line runs without a desktop"),
        (TORCH, "its libraries would stand in for those that GEGL's operations bring"),
        (r"libstyle-transfer-engine", "the engine is loaded, away from GEGL's libraries"),
    ],
}
EXPORTED = {"engine": ["style_transfer_engine_api"], "plugin": [], "command-line": []}


def lines_of(*command):
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()


def needed(file):
    libraries = [re.search(r"\(NEEDED\).*\[(.*)\]", line) for line in lines_of("readelf", "-dW", file)]
    return [match.group(1) for match in libraries if match]


def exported(file):
    symbols = [line.split()[-2:] for line in lines_of("nm", "--dynamic", "--defined-only", file)]
    return sorted(name for kind, name in symbols if kind.isupper() or kind in "uvw")


def faults(kind, file):
    libraries = needed(file)
    if not libraries:
        yield "it needs no library at all: was the right file given?"
    for pattern, reason in FORBIDDEN[kind]:
        for library in libraries:
            if re.match(pattern, library):
                yield f"it is linked with {library}, but {reason}"
    if kind in EXPORTED and exported(file) != EXPORTED[kind]:
        yield f"it exports {', '.join(exported(file)[:5])} … instead of {EXPORTED[kind] or 'nothing'}"


def main(arguments):
    kind, file = arguments
    found = list(faults(kind, file))
    for sentence in found:
        print(f"error: {file}: {sentence}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
