#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of case × GIMP, from logs with what run.py prints."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import matrix


def matrix_of(*outputs):
    with tempfile.TemporaryDirectory() as folder:
        logs = []
        for number, stdout in enumerate(outputs):
            logs.append(Path(folder) / f"{number}.json")
            other = json.dumps({"name": "a", "result": "OK", "stdout": "gray ok (1.0 s)\n"})
            gimp = json.dumps({"name": "gimp", "result": "OK", "stdout": stdout})
            logs[-1].write_text(f"{other}\n{gimp}\n")
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            matrix.main(logs)
    return output.getvalue().splitlines()


class Matrix(unittest.TestCase):
    def test_each_case_stands_once_in_its_place(self):
        self.assertEqual(
            matrix_of(
                "case      GIMP 2.10.34\n"
                "gray, 8 bits   ok (1.2 s)\n"
                "refused: weight is ok   ok (0.1 s)\n"
                "undo      skipped: there is no Xvfb\n"
                "GIMP 2.10.34: 2 cases, 0 failed\n",
                "case      GIMP 3.0.4\n"
                "gray, 8 bits   ok (1.2 s)\n"
                "several layers FAILED: was not refused (2.0 s)\n"
                "Traceback: nothing of ours\n"
                "undo      ok (3.0 s)\n",
            ),
            [
                "case                   GIMP 2.10.34  GIMP 3.0.4",
                "gray, 8 bits           ok            ok",
                "several layers         -             FAILED",
                "refused: weight is ok  ok            -",
                "undo                   skipped       ok",
                "GIMP 3.0.4, several layers: was not refused (2.0 s)",
            ],
        )

    def test_no_gimp(self):
        self.assertEqual(matrix_of("skipped: there is no GIMP 3 on this machine\n"),
                         ["no GIMP was tried"])


if __name__ == "__main__":
    unittest.main()
