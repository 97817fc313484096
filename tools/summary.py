#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints 'N passed, N failed, N skipped' from the logs that `meson test` leaves (testlog.json), after
the name of each test that failed, and the name and the reason of each that was skipped. Exits with 1
when a test failed or none ran.
"""

import json
import sys

PASSED = {"OK", "EXPECTEDFAIL"}


def reason(test):
    """The line in which a test says why it did not run, or its last line."""
    lines = (test.get("stdout", "") + "\n" + test.get("stderr", "")).split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    return next((line for line in lines if "skip" in line.lower()), lines[-1] if lines else "")


def main(arguments):
    tests = []
    for name in arguments:
        with open(name, encoding="utf-8") as log:
            tests += [json.loads(line) for line in log if line.strip()]
    results = [test["result"] for test in tests]
    skipped = results.count("SKIP")
    passed = sum(result in PASSED for result in results)
    failed = len(results) - passed - skipped
    for test in tests:
        if test["result"] == "SKIP":
            print(f"{test['name']}: {reason(test)}")
        elif test["result"] not in PASSED:
            print(f"{test['name']}: failed ({test['result']})")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
