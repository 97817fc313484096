#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts photographs and paintings that no network of ours was trained on into a folder:
    pictures.py FOLDER
They come out of two Debian packages, which are downloaded and unpacked, not installed: GCompris
(photographs of buildings, paintings by Vincent van Gogh) and Tux Paint (photographs). Nothing of
them is part of this project."""

import io
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

RESOURCES = "usr/share/gcompris-qt/rcc/details.rcc"
WHOLE = "_background.webp"  # the other entries are cut-outs
TUX_PAINT = "usr/share/tuxpaint/templates"
PHOTOGRAPHS = ("cliff", "lighthouse", "redwoods_above", "sheep", "trees_at_dusk")


def resources(data):
    """Names and contents of the uncompressed files in one of Qt's resource collections."""
    magic, version, tree, contents, names = struct.unpack_from(">4sIIII", data)
    if magic != b"qres":
        raise ValueError("expected one of Qt's resource collections, which begin with qres")
    node_bytes = 22 if version >= 2 else 14
    pending = [0]
    while pending:
        at = tree + node_bytes * pending.pop()
        name_at, flags = struct.unpack_from(">IH", data, at)
        if flags & 2:  # a folder
            count, first = struct.unpack_from(">II", data, at + 6)
            pending += range(first, first + count)
        elif not flags & 1:  # not compressed
            (length,) = struct.unpack_from(">H", data, names + name_at)
            start = names + name_at + 6
            name = data[start : start + 2 * length].decode("utf-16-be")
            (offset,) = struct.unpack_from(">I", data, at + 10)
            (size,) = struct.unpack_from(">I", data, contents + offset)
            start = contents + offset + 4
            yield name, data[start : start + size]


def unpack(package, folder):
    subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
    (archive,) = Path(folder).glob(f"{package}_*.deb")
    subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as unpacked:
        for package in ("gcompris-qt-data", "tuxpaint-data"):
            unpack(package, unpacked)
        for name, content in resources((Path(unpacked) / RESOURCES).read_bytes()):
            if name.endswith(WHOLE):
                picture = Image.open(io.BytesIO(content)).convert("RGB")
                picture.save(target / f"{name.removesuffix(WHOLE)}.png")
        for name in PHOTOGRAPHS:
            content = (Path(unpacked) / TUX_PAINT / f"{name}.jpg").read_bytes()
            (target / f"{name}.jpg").write_bytes(content)


main()
