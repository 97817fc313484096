# SPDX-License-Identifier: GPL-3.0-or-later
"""HEIC and AVIF files, which heif-enc makes of the other pictures without more loss than by rounding;
without it, or without its encoders, there are none."""

import shutil
import struct
import subprocess

from expected_picture import decoded, expect, pattern, upright


def encode(source, target, *options):
    kind = ["--avif"] if target.suffix == ".avif" else []
    result = subprocess.run(
        ["heif-enc", *kind, "--lossless", "-p", "chroma=444", *options, "-o", target, source],
        capture_output=True, check=False)
    return result.returncode == 0


def turned(data):
    """The AVIF with a property more: to be shown turned by a quarter, clockwise."""
    data = bytearray(data)

    def number_at(place):
        return struct.unpack_from(">I", data, place)[0]

    def add(place, value):
        struct.pack_into(">I", data, place, number_at(place) + value)

    def place_of(name):
        return data.index(name) - 4

    properties, at = 0, place_of(b"ipco") + 8
    end = place_of(b"ipco") + number_at(place_of(b"ipco"))
    while at < end:
        properties, at = properties + 1, at + number_at(at)
    links = place_of(b"ipma")  # of one item, whose last one comes last
    data[links + 18] += 1
    data.insert(links + number_at(links), 0x80 | (properties + 1))
    add(links, 1)
    turn = struct.pack(">I4sB", 9, b"irot", 3)
    data[end:end] = turn
    add(place_of(b"ipco"), len(turn))
    for name in [b"iprp", b"meta"]:
        add(place_of(name), len(turn) + 1)
    add(place_of(b"iloc") + 20, len(turn) + 1)
    return bytes(data)


def write_heifs(folder):
    if not shutil.which("heif-enc"):
        return
    rgb = pattern(3, 255)

    def store(name, source, pixels, *options, largest=255, bits=8):
        if encode(folder / source, folder / name, *options):
            expect(folder, name, pixels, largest, bits)

    for suffix in [".heic", ".avif"]:
        store(f"rgb{suffix}", "rgb.png", rgb)
        store(f"rgba{suffix}", "rgba.png", pattern(4, 255))
        store(f"gray{suffix}", "gray.png", decoded((folder / "gray.png").read_bytes()))
        store(f"profile{suffix}", "profile.png", rgb)
    # The encoder takes the upper bits; its AVIF of 10 bits ends in a fault.
    for name, depth in {"deep.heic": 10, "deep.avif": 12}.items():
        numbers = pattern(3, 65535) >> (16 - depth)
        store(name, "deep.png", numbers, "--bit-depth", str(depth), largest=2**depth - 1, bits=16)
    if not (folder / "rgb.avif.expected").exists():
        return
    data = (folder / "rgb.avif").read_bytes()
    (folder / "turned.avif").write_bytes(turned(data))
    expect(folder, "turned.avif", upright(rgb, 6), 255, 8)
    # Rec. H.273: 12 is Display P3, 13 sRGB's curve.
    wide = data.replace(b"colrnclx\0\2\0\2", b"colrnclx\0\x0c\0\x0d")
    (folder / "display-p3.avif").write_bytes(wide)
    expect(folder, "display-p3.avif", rgb, 255, 8)
