# SPDX-License-Identifier: GPL-3.0-or-later
"""ICC profiles of the tests' own: primaries far from sRGB's and a plain power as their curve, so
that values read as sRGB would show; and what colours their numbers are."""

import math
import struct

# Primaries adapted to D50 (Bradford), the columns of the matrix to XYZ, and gamma in 256ths.
# Adobe RGB (1998):
WIDE = (
    ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)),
    563,
)
# ROMM RGB (ISO 22028-2), known as ProPhoto:
ROMM = (
    ((0.79767, 0.28804, 0.00000), (0.13519, 0.71187, 0.00000), (0.03135, 0.00009, 0.82521)),
    461,
)
# Those of sRGB with light as numbers:
LINEAR = (
    ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)),
    256,
)
SRGB = (LINEAR[0], None)  # a curve of two pieces
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


def icc_profile(space=WIDE):
    """The bytes of an ICC file, version 2.1: display device, RGB by matrix and curve, D50."""
    (red, green, blue), gamma = space
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, gamma, 0)
    tags = {
        b"desc": _description("wide, for tests"),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(D50),
        b"rXYZ": _xyz(red),
        b"gXYZ": _xyz(green),
        b"bXYZ": _xyz(blue),
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


# From XYZ at D50 to D65 (Bradford) and on to the cones of OKLab; and from their cube roots (Ottosson,
# "A perceptual color space for image processing", 2020).
TO_D65 = (
    (0.9555766, -0.0230393, 0.0631636),
    (-0.0282895, 1.0099416, 0.0210077),
    (0.0122982, -0.0204830, 1.3299098),
)
TO_CONES = (
    (0.8189330101, 0.3618667424, -0.1288597137),
    (0.0329845436, 0.9293118715, 0.0361456387),
    (0.0482003018, 0.2643662691, 0.6338517070),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def _product(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def oklab(numbers, space):
    """Of a colour whose three numbers, 0…1, are those of the space."""
    primaries, gamma = space
    light = [
        max(number, 0) ** (gamma / 256)
        if gamma
        else number / 12.92 if number <= 0.04045 else ((number + 0.055) / 1.055) ** 2.4
        for number in numbers
    ]
    xyz = [sum(light[c] * primaries[c][i] for c in range(3)) for i in range(3)]
    cones = _product(TO_CONES, _product(TO_D65, xyz))
    return _product(TO_LAB, [math.copysign(abs(cone) ** (1 / 3), cone) for cone in cones])


def chroma_distance(first, second, space):
    """Mean over pairs of colours, without those that have a number near an end: they were made paler or
    cut off."""
    distances = [
        math.dist(oklab(a, space)[1:], oklab(b, space)[1:])
        for a, b in zip(first, second)
        if all(0.02 < number < 0.98 for number in (*a, *b))
    ]
    return sum(distances) / len(distances), len(distances)
