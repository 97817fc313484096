# SPDX-License-Identifier: GPL-3.0-or-later
"""What `style-transfer doctor` finds here, and where something is missing.
Usage: doctor_test.py PROGRAM [unittest arguments]
"""

import hashlib
import os
import subprocess
import unittest
from pathlib import Path

from command_line import PROGRAM, CommandLine


class Doctor(CommandLine):
    def doctor(self, **environment):
        return subprocess.run(
            [PROGRAM, "doctor"], capture_output=True, text=True, timeout=120, cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), "XDG_CONFIG_HOME": "",
                 "OMP_NUM_THREADS": "1", **environment})

    def test_everything_is_fine(self):
        result = self.doctor()
        self.assertEqual((result.returncode, result.stderr), (0, ""), result.stdout)
        lines = result.stdout.splitlines()
        self.assertRegex(lines[0], r"^Style Transfer for GIMP \d+\.\d+\.\d+: all is fine$")
        found = {}
        for line in lines[1:]:
            found.setdefault(line[:12].strip(), []).append(line[13:])
        self.assertEqual(
            list(found),
            ["system", "processor", "threads", "memory", "program", "engine", "libraries", "network",
             "reader", "folder", "test run"])
        models = Path(os.environ["STYLE_TRANSFER_DATA"]) / "models"
        for name in "compact.safetensors", "preview.safetensors":
            content = (models / name).read_bytes()
            self.assertIn(
                f"{models / name}, {len(content)} bytes, "
                f"SHA-256 {hashlib.sha256(content).hexdigest()}",
                found["network"])
        self.assertIn("libtorch_cpu.so", found["libraries"][0])
        self.assertRegex(found["test run"][0], r"^64 pixels with \w+ in \d+ ms, ")
        self.assertIn("~/.config/style-transfer (presets)", found["folder"])
        self.assertNotIn(str(self.folder), result.stdout)

    def test_what_is_at_fault(self):
        for environment, fault in (
            ({"STYLE_TRANSFER_ENGINE": "missing.so"}, "engine       FAULT: The engine"),
            ({"STYLE_TRANSFER_READER": "missing"}, "reader       FAULT: "),
            ({"HOME": "/dev/null"}, "folder       FAULT: ~/.config/style-transfer (presets) cannot be"),
        ):
            result = self.doctor(**environment)
            self.assertEqual(result.returncode, 1)
            self.assertIn(fault, result.stdout)
            self.assertRegex(result.stdout, r"^Style Transfer for GIMP [\d.]+: \d+ faults?\n")

    def test_wrong_calls(self):
        result = self.run_program([PROGRAM, "doctor", "photo.jpg"])
        self.assert_refused(result, 2, "photo.jpg")


if __name__ == "__main__":
    unittest.main()
