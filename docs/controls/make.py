#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints README.md beside this file: one photograph, every control at its positions, each row a proof
sheet of the program.

Needs Pillow. In the top folder:
  meson devenv -C build python3 ../docs/controls/make.py
--program takes the program from elsewhere; names of rows, such as palette, paint these only.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"
PHOTO, PAINTING = "lake", "starry_night"
CELL = 320  # pixels
GRAM = ["--method", "gram", "--iterations", "8"]

# Control as the dialog calls it, what its positions show, the values, and what else is set.
ROWS = {
    "method": ("Method", "matching strokes to shapes, or textures wherever they fit", "matching,gram", []),
    "layer-balance": (
        "Layer balance", "of the published method: the largest layer decides, or all alike",
        "published,equal", GRAM),
    "content-weight": (
        "Content weight", "*Strength* on the first page moves it the other way", "0.005,0.08,0.4", []),
    "style-weight": ("Style weight", "0 leaves the photograph", "0,0.2,1,5", []),
    "variation-weight": ("Variation weight", "*Smoothness* on the first page", "0,1,30", []),
    "style-layers": (
        "Style layers", "grain and colour alone, all as they are, large forms alone",
        "1:0.3:0:0:0,1:1:1:1:0,0.1:0.1:0.3:2:0", []),
    "content-layer": (
        "Content layer", "of the published method: deeper ones keep less of the photograph",
        "block4_conv2,block5_conv2", GRAM),
    "style-scale": ("Stroke size", "half, as painted, twice", "0.5,1,2", []),
    "palette": ("Colours", "of the style, the photograph's, matched, toned", "style,photo,matched,toned", []),
    "opacity": ("Opacity", "over the photograph", "30,65,100", []),
    "fine-detail": ("Fine detail", "of the photograph, put back", "0,50,100", []),
    "medium-detail": ("Medium detail", "of the photograph, put back", "0,50,100", []),
    "coarse-detail": ("Coarse detail", "of the photograph, put back", "0,50,100", []),
    "brightness": (
        "Brightness", "of the enhancement", "0.8,1,1.3",
        ["--enhance", "--colour", "1", "--sharpness", "1"]),
    "colour": (
        "Colour", "of the enhancement", "0.5,1,1.5",
        ["--enhance", "--brightness", "1", "--sharpness", "1"]),
    "sharpness": (
        "Sharpness", "of the enhancement", "0.5,1,2",
        ["--enhance", "--brightness", "1", "--colour", "1"]),
    "iterations": ("Iterations", "few are a sketch", "1,5,20", []),
    "size": ("Quality", "the working size, here in pixels", "128,256,384", []),
    "schedule": ("Schedule", "grown from small sizes, or at full size from the start", "pyramid,single", []),
    "seed": ("Seed", "0 starts at the photograph itself", "0,1,2", []),
}


def paint(program, setting, values, options, folder):
    sheet = Path(folder) / "sheet.png"
    size = [] if setting == "size" else ["--size", str(CELL)]
    subprocess.run(
        [program, "sheet", DATA / f"samples/{PHOTO}.jpg", DATA / f"paintings/{PAINTING}.jpg", "-o", sheet,
         "--vary", f"{setting}={values}", *options, *size, "--model", "compact", "--quiet", "--force"],
        check=True,
    )
    file = HERE / f"{setting}.jpg"
    Image.open(sheet).convert("RGB").save(file, quality=80, optimize=True)
    print(file.name, file.stat().st_size, "bytes", flush=True)


def text():
    lines = [
        "# The controls, seen",
        "",
        f"The photograph `{PHOTO}` after the painting `{PAINTING}`; each row is a proof sheet of the program",
        "([make.py](make.py) paints them all), with the settings below each picture:",
        "```",
        f"style-transfer sheet data/samples/{PHOTO}.jpg {PAINTING} -o sheet.png --model compact --size {CELL} …",
        "```",
        "with what stands above the row instead of the dots. What is not named is as it comes.",
    ]
    for setting, (name, says, values, options) in ROWS.items():
        command = " ".join(["--vary", f"{setting}={values}", *options])
        first = says[0].upper() + says[1:]
        lines += ["", f"## {name}", f"{first}: `{command}`", ""]
        lines += [f"![{name}: {says.replace('*', '')}]({setting}.jpg)"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Paints the gallery of controls.")
    parser.add_argument("--program", type=Path, default="engine/cli/style-transfer")
    parser.add_argument("names", nargs="*", help="rows to paint [all]")
    given = parser.parse_args()
    for name in given.names:
        if name not in ROWS:
            parser.error(f"expected rows of {', '.join(ROWS)}, found {name}")
    with tempfile.TemporaryDirectory() as folder:
        for setting in given.names or ROWS:
            _, _, values, options = ROWS[setting]
            paint(given.program, setting, values, options, folder)
    (HERE / "README.md").write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
