#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled paintings: each is described, installed, credited, small, and in the public domain.

Usage: paintings_test.py SOURCE_FOLDER
"""

import configparser
import sys
import unittest
from pathlib import Path

SOURCE = Path(sys.argv[1])
FOLDER = SOURCE / "data" / "paintings"
REQUIRED = {"title", "artist", "technique", "source", "licence"}
OPTIONAL = {"died", "year"}
# Of the licences' names in debian/copyright.
DEBIAN_NAMES = {"GPL-3.0-or-later": "GPL-3+", "GPL-3.0-only": "GPL-3"}
SHOWN_BEFORE = 1930
DIED_BEFORE = 1946


def described():
    paintings = configparser.ConfigParser(interpolation=None)
    paintings.read(FOLDER / "paintings.ini", encoding="utf-8")
    return {name: dict(paintings[name]) for name in paintings.sections()}


def jpeg_size(data):
    """Width and height from the frame header."""
    at = 2
    while at < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xC3:
            return (
                int.from_bytes(data[at + 7 : at + 9], "big"),
                int.from_bytes(data[at + 5 : at + 7], "big"),
            )
        at += 2 + length
    return None


def debian_licences():
    """File name: licence, of the stanzas of debian/copyright that name paintings."""
    licences = {}
    for stanza in (SOURCE / "debian" / "copyright").read_text(encoding="utf-8").split("\n\n"):
        if not stanza.startswith("Files:"):
            continue
        fields = stanza.split("\nCopyright:")
        licence = stanza.split("\nLicense: ")[1].split("\n")[0]
        for file in fields[0].split()[1:]:
            if file.startswith("data/paintings/"):
                licences[Path(file).stem] = licence
    return licences


class Paintings(unittest.TestCase):
    def test_files_and_descriptions_are_the_same(self):
        files = {file.stem for file in FOLDER.glob("*.jpg")}
        self.assertEqual(files, set(described()))
        self.assertGreaterEqual(len({each["artist"] for each in described().values()}), 12)

    def test_each_is_installed_and_credited(self):
        installed = (SOURCE / "data" / "meson.build").read_text()
        licences = debian_licences()
        for name, painting in described().items():
            self.assertIn(f"'paintings/{name}.jpg'", installed)
            licence = painting["licence"]
            self.assertEqual(licences.get(name), DEBIAN_NAMES.get(licence, licence), name)

    def test_each_is_small_and_a_picture(self):
        for file in FOLDER.glob("*.jpg"):
            data = file.read_bytes()
            self.assertLessEqual(len(data), 250_000, file.name)
            self.assertGreaterEqual(max(jpeg_size(data)), 450, file.name)
            self.assertLessEqual(max(jpeg_size(data)), 1000, file.name)

    def test_each_is_in_the_public_domain_and_translated(self):
        languages = [
            line
            for line in (SOURCE / "po" / "LINGUAS").read_text().split("\n")
            if line and not line.startswith("#")
        ]
        for name, painting in described().items():
            with self.subTest(name):
                self.assertLessEqual(REQUIRED, set(painting))
                plain = {key for key in painting if "[" not in key}
                self.assertLessEqual(plain, REQUIRED | OPTIONAL)
                if painting["licence"] != "CC0-1.0":
                    self.assertLess(int(painting["year"]), SHOWN_BEFORE)
                    self.assertLess(int(painting.get("died", painting["year"])), DIED_BEFORE)
                # ConfigParser gives keys in lower case.
                for language in languages if name != "arearea" else []:
                    self.assertIn(f"title[{language.lower()}]", painting)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
