#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version has the same number wherever it is written, and software centres are told what is new in
it. Usage: versions_test.py SOURCE VERSION
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

METAINFO = "data/org.gimp.GIMP.Plugin.StyleTransfer.metainfo.xml"
PLACES = {
    "debian/changelog": r"\A[\w-]+ \(([^)]+)\)",
    METAINFO: r'<release version="([^"]+)"',
    "CHANGELOG.md": r"(?m)^## \[(\d[^\]]*)\] - \d{4}-\d{2}-\d{2}$",
}


def main(source, version):
    failures = 0
    for place, pattern in PLACES.items():
        match = re.search(pattern, (Path(source) / place).read_text(encoding="utf-8"))
        found = match.group(1) if match else "no version"
        if found != version:
            failures += 1
            print(f"error: {place} has {found} on top, meson.build {version}")
    metainfo = ElementTree.parse(Path(source) / METAINFO)
    for release in metainfo.iter("release"):
        entries = [entry.text.strip() for entry in release.iterfind("description/ul/li")]
        if not 3 <= len(entries) <= 6 or not all(entries):
            failures += 1
            print(f"error: release {release.get('version')} has {len(entries)} entries in {METAINFO}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
