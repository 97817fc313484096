#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` puts where, and that `remove` leaves nothing of it. Into a folder of its own.

Usage: install_test.py BUILD_FOLDER PLUG_IN_FOLDER SCRIPTS_FOLDER DATA_FOLDER ENGINE_FOLDER
"""

import os
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD, PLUG_IN, SCRIPTS, DATA, ENGINE = sys.argv[1:]
MESON = shlex.split(os.environ.get("MESON", "meson"))


def run(command, destination):
    return subprocess.run(
        command,
        env=dict(os.environ, DESTDIR=str(destination)),
        capture_output=True,
        text=True,
        check=True,
    ).stdout


class Install(unittest.TestCase):
    def setUp(self):
        # meson notes its last installation for `ninja uninstall`; that of the user is to stay.
        self.log = Path(BUILD) / "meson-logs" / "install-log.txt"
        self.noted = self.log.read_bytes() if self.log.exists() else None
        self.folder = tempfile.TemporaryDirectory()
        self.top = Path(self.folder.name)
        for _ in range(2):
            run([*MESON, "install", "-C", BUILD, "--no-rebuild", "--quiet"], self.top)

    def tearDown(self):
        self.folder.cleanup()
        if self.noted is None:
            self.log.unlink(missing_ok=True)
        else:
            self.log.write_bytes(self.noted)

    def place(self, folder):
        return self.top / folder.lstrip("/")

    def remove(self):
        target = ["ninja", "-C", BUILD, "remove"]
        return run(target, self.top)

    def files(self):
        return sorted(path for path in self.top.rglob("*") if not path.is_dir())

    def test_everything_is_in_its_place(self):
        for file in (
            f"{PLUG_IN}/style-transfer",
            f"{PLUG_IN}/locale/de/LC_MESSAGES/plug-in-style-transfer.mo",
            f"{SCRIPTS}/style-transfer-batch.scm",
            f"{DATA}/help/style-transfer.html",
            f"{DATA}/../man/man1/style-transfer.1",
            f"{DATA}/models/compact.safetensors",
            f"{DATA}/models/preview.safetensors",
            f"{DATA}/paintings/paintings.ini",
            f"{DATA}/paintings/great_wave.jpg",
            f"{ENGINE}/libstyle-transfer-engine.so",
            f"{DATA}/../bash-completion/completions/style-transfer",
            f"{DATA}/../zsh/site-functions/_style-transfer",
            f"{ENGINE}/style-transfer-reader",
        ):
            self.assertTrue(self.place(file).is_file(), file)
        self.assertTrue(os.access(self.place(f"{PLUG_IN}/style-transfer"), os.X_OK))
        names = {path.name for path in self.files()}
        self.assertIn("org.gimp.GIMP.Plugin.StyleTransfer.metainfo.xml", names)
        # Each document in each language that the windows have.
        languages = {path.parts[-3] for path in self.files() if path.suffix == ".mo"}
        pages = self.place(f"{DATA}/help").glob("style-transfer.*.html")
        self.assertEqual({path.suffixes[0][1:] for path in pages}, languages)
        manuals = self.place(f"{DATA}/../man").glob("*/man1/style-transfer.1")
        self.assertEqual({path.parts[-3] for path in manuals}, languages)
        # Nothing beside our own folders but these.
        strangers = [
            path.relative_to(self.top).as_posix()
            for path in self.files()
            if "style-transfer" not in path.as_posix().lower()
            and "StyleTransfer" not in path.name
        ]
        self.assertEqual(strangers, [])

    def test_remove_leaves_nothing(self):
        self.remove()
        self.assertEqual(self.files(), [])
        for folder in (PLUG_IN, DATA, ENGINE):
            self.assertFalse(self.place(folder).exists(), folder)

    def test_remove_keeps_what_is_not_ours(self):
        own = self.place(DATA) / "models" / "vgg19.safetensors"
        own.write_text("mine")
        self.assertIn(str(own), self.remove())
        self.assertEqual(self.files(), [own])

    def test_remove_of_nothing(self):
        self.remove()
        self.assertIn("0 files removed", self.remove())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
