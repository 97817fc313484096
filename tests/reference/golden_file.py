# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files: a script writes its own (--write), or checks that the committed one still is what
it would write.
"""

import json
import sys


def differences(expected, found, tolerance, where=""):
    """Yields a sentence for each difference; numbers may differ by `tolerance` of the larger one
    (of 1 when both are small)."""
    if isinstance(expected, dict):
        for key in sorted(expected.keys() | found.keys()):
            if key not in expected or key not in found:
                yield f"{where}/{key} is in one of the two only"
            else:
                yield from differences(expected[key], found[key], tolerance, f"{where}/{key}")
    elif isinstance(expected, list):
        if len(expected) != len(found):
            yield f"{where}: {len(expected)} values, {len(found)} found"
        for index, pair in enumerate(zip(expected, found)):
            yield from differences(*pair, tolerance, f"{where}[{index}]")
    elif isinstance(expected, str):
        if expected != found:
            yield f"{where}: {expected!r}, {found!r} found"
    elif not abs(expected - found) <= tolerance * max(abs(expected), abs(found), 1):
        yield f"{where}: {expected}, {found} found"


def write_or_check(file, document, tolerance):
    """The exit status for the arguments that the script was started with."""
    if sys.argv[1:] == ["--write"]:
        text = json.dumps(document, separators=(",", ":"))
        file.write_text(text.replace(',"', ',\n"') + "\n")
        return 0
    found = json.loads(json.dumps(document))
    faults = list(differences(json.loads(file.read_text()), found, tolerance))
    print("\n".join(faults[:20]) or f"{file.name} is what the reference gives")
    return 1 if faults else 0
