# SPDX-License-Identifier: GPL-3.0-or-later
"""An ICC profile of the tests' own: primaries far from sRGB's and a plain power as its curve, so
that values read as sRGB would show."""

import struct

# Adobe RGB (1998) primaries adapted to D50 (Bradford), the columns of its matrix; gamma 563/256.
RED, GREEN, BLUE = (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)
D50 = (0.9642, 1.0, 0.8249)


def _fixed(values):
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _xyz(values):
    return b"XYZ \0\0\0\0" + _fixed(values)


def _description(text):
    text = text.encode("ascii") + b"\0"
    return (
        b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)
    )


def wide_profile():
    """The bytes of an ICC file, version 2.1: display device, RGB by matrix and curve, D50."""
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, 563, 0)
    tags = {
        b"desc": _description("wide, for tests"),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(D50),
        b"rXYZ": _xyz(RED),
        b"gXYZ": _xyz(GREEN),
        b"bXYZ": _xyz(BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s4sIIIQI12s4s44s",
        start + len(body), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0), b"acsp", b"\0\0\0\0", 0, 0, 0, 0, 0,
        _fixed(D50), b"\0\0\0\0", b"",
    )
    return header + table + body
