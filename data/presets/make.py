#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints the pictures that the list of presets shows: the same photograph with the settings of each
built-in preset and a painting that suits it, small enough that the strokes can be seen in a thumbnail.

Needs Pillow. In the top folder:
  meson devenv -C build python3 ../data/presets/make.py
--program and --dialog-program take programs from elsewhere.
"""

import argparse
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"
PAINTINGS = HERE.parent / "paintings"
WORKING_SIZE = 256
SIZE = (144, 96)  # for 96 × 64 points, and finer screens
MOST_BYTES = 6000
# By preset; of the others, the first.
PAINTING = "starry_night"
SUITABLE = {
    "faithful": "summertime",
    "free_hand": "auvers_village",
    "broad_brush": "auvers_village",
    "fine_brush": "lady_and_unicorn",
    "wash": "aigues_mortes",
    "canvas": "poppies",
    "large_forms": "composition_viii",
    "palette": "arearea",
    "vivid": "great_wave",
    "quick_sketch": "horse_mackerel",
    "textures": "lady_and_unicorn",
}


def photo_part(file):
    """As much of the photograph as has the proportions of the thumbnail."""
    photo = Image.open(SAMPLES / "lake.jpg").convert("RGB")
    height = min(photo.height, photo.width * SIZE[1] // SIZE[0])
    width = height * SIZE[0] // SIZE[1]
    left = (photo.width - width) // 2
    top = (photo.height - height) // 2
    photo.crop((left, top, left + width, top + height)).save(file)


def save_small(picture, file):
    small = picture.convert("RGB").resize(SIZE, Image.LANCZOS)
    for quality in range(90, 30, -5):
        small.save(file, quality=quality, optimize=True)
        if file.stat().st_size <= MOST_BYTES:
            return


def programs():
    parser = argparse.ArgumentParser(description="Paints the pictures of the list of presets.")
    parser.add_argument("--program", type=Path, default="engine/cli/style-transfer")
    parser.add_argument("--dialog-program", type=Path, default="tests/ui/dialog-program")
    return parser.parse_args()


def main():
    given = programs()
    listed = subprocess.run(
        [given.dialog_program, "presets", "STYLE"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    with tempfile.TemporaryDirectory() as folder:
        photo, result = Path(folder) / "photo.png", Path(folder) / "result.png"
        photo_part(photo)
        for line in listed.splitlines():
            name, command = line.split("\t")
            _, _, _, *options = shlex.split(command)
            style = PAINTINGS / f"{SUITABLE.get(Path(name).stem, PAINTING)}.jpg"
            options[options.index("-o") + 1] = str(result)
            size = [] if "--size" in options else ["--size", str(WORKING_SIZE)]
            subprocess.run(
                [given.program, photo, style, *options, *size, "--model", "compact", "--quiet",
                 "--force"],
                check=True,
            )
            save_small(Image.open(result), HERE / name)
            print(name, (HERE / name).stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
