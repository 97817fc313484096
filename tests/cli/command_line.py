# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: run as `X_test.py PROGRAM [unittest arguments]`."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import numpy as np
    from PIL import Image
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = os.path.abspath(sys.argv.pop(1))


def photo(width, height, channels=3):
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 255 // width, y * 255 // height, (x * y) % 256, 40 + (x + y) % 216]
    return np.stack(planes[:channels], -1).astype(np.uint8)


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cli-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.base = self.folder / "base.png"
        self.style = self.folder / "style.jpg"
        self.output = self.folder / "out.png"
        Image.fromarray(photo(80, 60)).save(self.base)
        Image.fromarray(photo(70, 100)[::-1]).save(self.style)
        self.inputs = {"base.png", "style.jpg"}

    def command(self, *options, base=None, style=None, output=None, force=True):
        # One thread: two of them quarrel over a processor that other tests use as well.
        return [
            PROGRAM, str(base or self.base), str(style or self.style),
            "-o", str(output or self.output), "--size", "64", "--iterations", "2",
            "--evaluations", "5", "--threads", "1", *(["--force"] if force else []),
            *map(str, options),
        ]

    def run_program(self, command):
        return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=self.folder)

    def run_with(self, *options, **files):
        return self.run_program(self.command(*options, **files))

    def names(self):
        return {path.name for path in self.folder.iterdir()}

    def assert_done(self, result):
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def assert_refused(self, result, code, sentence):
        """One sentence on standard error, and nothing written."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertIn(sentence, result.stderr)
        self.assertTrue(result.stderr.startswith("style-transfer: "), result.stderr)
        if code == 1:
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertEqual(self.names(), self.inputs)

    def report(self, *options):
        file = self.folder / "report.json"
        self.assert_done(self.run_with("--report", file, *options))
        return json.loads(file.read_text())
