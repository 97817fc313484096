# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the PNG files that the tests let GIMP write: 8 or 16 bits, gray or RGB, not interlaced."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # by colour type


@dataclass
class Picture:
    width: int
    height: int
    channels: int
    values: list  # of each channel of each pixel, row by row, 0…1

    def part(self, x, y, width, height):
        values = []
        for row in range(y, y + height):
            start = (row * self.width + x) * self.channels
            values += self.values[start : start + width * self.channels]
        return Picture(width, height, self.channels, values)

    @property
    def has_alpha(self):
        return self.channels in (2, 4)

    def alpha(self):
        return self.values[self.channels - 1 :: self.channels] if self.has_alpha else []

    def visible_colours(self):
        """One tuple per pixel; None where nothing shows."""
        step, colours = self.channels, self.channels - self.has_alpha
        return [
            None
            if self.has_alpha and self.values[i + step - 1] == 0
            else tuple(self.values[i : i + colours])
            for i in range(0, len(self.values), step)
        ]

    def visible_luma(self):
        return [
            colour if colour is None else sum(colour) / len(colour)
            for colour in self.visible_colours()
        ]


def read_png(file):
    data = Path(file).read_bytes()
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError(f"{file} is no PNG file")
    header, packed = None, b""
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    width, height, bits, colour_type, _, _, interlaced = header
    if bits not in (8, 16) or interlaced or colour_type not in CHANNELS:
        raise ValueError(f"{file} is a PNG of another kind: {header}")
    channels = CHANNELS[colour_type]
    raw = _unfiltered(zlib.decompress(packed), height, width * channels * bits // 8, channels * bits // 8)
    if bits == 16:
        numbers = struct.unpack(f">{len(raw) // 2}H", raw)
        return Picture(width, height, channels, [n / 65535 for n in numbers])
    return Picture(width, height, channels, [n / 255 for n in raw])


def _unfiltered(data, height, row_bytes, pixel_bytes):
    rows = bytearray()
    above = bytearray(row_bytes)
    for y in range(height):
        kind = data[y * (row_bytes + 1)]
        row = bytearray(data[y * (row_bytes + 1) + 1 : (y + 1) * (row_bytes + 1)])
        for i in range(row_bytes):
            left = row[i - pixel_bytes] if i >= pixel_bytes else 0
            corner = above[i - pixel_bytes] if i >= pixel_bytes else 0
            row[i] = (row[i] + _predicted(kind, left, above[i], corner)) & 255
        rows += row
        above = row
    return bytes(rows)


def _predicted(kind, left, above, corner):
    if kind == 4:
        guess = left + above - corner
        return min((left, above, corner), key=lambda value: abs(guess - value))
    return (0, left, above, (left + above) // 2)[kind]
