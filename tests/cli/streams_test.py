# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures from standard input and to standard output. Usage: streams_test.py PROGRAM [unittest
arguments]"""

import os
import signal
import subprocess
import time
import unittest

from command_line import CommandLine


class Streams(CommandLine):
    def stream(self, command, given, out=subprocess.PIPE):
        environment = dict(os.environ, TMPDIR=str(self.folder / "temporary"))
        return subprocess.run(
            command, input=given, stdout=out, stderr=subprocess.PIPE, env=environment, timeout=120
        )

    def setUp(self):
        super().setUp()
        (self.folder / "temporary").mkdir()

    def tearDown(self):
        self.assertEqual(list((self.folder / "temporary").iterdir()), [])

    def test_give_what_files_give(self):
        self.assert_done(self.run_with())
        for name, given in (("base", self.base), ("style", self.style)):
            command = self.command(**{name: "-", "output": "-"}, force=False)
            result = self.stream(command, given.read_bytes())
            self.assertEqual((result.returncode, result.stderr), (0, b""))
            self.assertEqual(result.stdout, self.output.read_bytes())

    def test_an_interruption_ends_the_wait_for_them(self):
        environment = dict(os.environ, TMPDIR=str(self.folder / "temporary"))
        waiting = subprocess.Popen(
            self.command(base="-"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        deadline = time.monotonic() + 30
        while not any((self.folder / "temporary").iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
        waiting.send_signal(signal.SIGINT)
        try:
            self.assertEqual(waiting.wait(30), 130)
        finally:
            waiting.kill()
            waiting.communicate()

    def test_what_is_wrong_with_them_is_a_sentence(self):
        photo_of_it = self.base.read_bytes()
        for command, given, expected in (
            (self.command(base="-"), b"", "standard input\" cannot be read: the file is empty"),
            (self.command(base="-"), b"no picture", "standard input\" cannot be read"),
            (self.command(base="-", style="-"), photo_of_it, "Only one picture"),
        ):
            result = self.stream(command, given)
            self.assertEqual(result.returncode, 1)
            self.assertIn(expected, result.stderr.decode())
        with open("/dev/full", "wb") as full:
            result = self.stream(self.command(output="-"), b"", full)
        self.assertEqual(result.returncode, 1)
        self.assertIn("Standard output does not take the picture", result.stderr.decode())


if __name__ == "__main__":
    unittest.main()
