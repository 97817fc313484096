#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing line of ./check against logs as `meson test` writes them."""

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import summary  # noqa: E402


def summary_of(*tests):
    return summary_of_logs(tests)


def summary_of_logs(*logs):
    with contextlib.ExitStack() as files:
        names = []
        for tests in logs:
            log = files.enter_context(tempfile.NamedTemporaryFile("w", suffix=".json"))
            for name, result, stdout in tests:
                log.write(json.dumps({"name": name, "result": result, "stdout": stdout}) + "\n")
            log.flush()
            names.append(log.name)
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = summary.main(names)
    return status, output.getvalue().splitlines()


class Summary(unittest.TestCase):
    def test_all_passed(self):
        self.assertEqual(
            summary_of(("a", "OK", ""), ("b", "EXPECTEDFAIL", "")),
            (0, ["2 passed, 0 failed, 0 skipped"]),
        )

    def test_whatever_is_not_passed_or_skipped_has_failed(self):
        for result in ("FAIL", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS", "ERROR"):
            self.assertEqual(
                summary_of(("a", "OK", ""), ("b", result, "")),
                (1, [f"b: failed ({result})", "1 passed, 1 failed, 0 skipped"]),
            )

    def test_a_skipped_test_is_named_with_its_reason(self):
        self.assertEqual(
            summary_of(("a", "OK", ""), ("host", "SKIP", "starting\nskipped: no GIMP here\nbye\n")),
            (0, ["host: skipped: no GIMP here", "1 passed, 0 failed, 1 skipped"]),
        )

    def test_several_logs_are_added_up(self):
        self.assertEqual(
            summary_of_logs([("a", "OK", ""), ("b", "FAIL", "")], [("c", "SKIP", "skipped: root")]),
            (1, ["b: failed (FAIL)", "c: skipped: root", "1 passed, 1 failed, 1 skipped"]),
        )

    def test_nothing_that_ran_is_no_success(self):
        self.assertEqual(summary_of(), (1, ["0 passed, 0 failed, 0 skipped"]))
        self.assertEqual(summary_of(("a", "SKIP", ""))[0], 1)


if __name__ == "__main__":
    unittest.main()
