#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints the gallery of the README: every sample photograph after each of three bundled paintings, all
with the same command, and none of them chosen from several tries.

Needs Pillow. In the top folder:
  meson devenv -C build python3 ../data/readme/make.py
--program takes the program from elsewhere; names of results, such as lake_summertime, paint these only.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"
PAINTINGS = HERE.parent / "paintings"
CHOSEN = ["starry_night", "ocean_waves", "summertime"]


def main():
    parser = argparse.ArgumentParser(description="Paints the gallery of the README.")
    parser.add_argument("--program", type=Path, default="engine/cli/style-transfer")
    parser.add_argument("names", nargs="*", help="results to paint [all]")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.png"
        for photo in sorted(SAMPLES.glob("*.jpg")):
            for painting in CHOSEN:
                name = f"{photo.stem}_{painting}"
                if given.names and name not in given.names:
                    continue
                subprocess.run(
                    [given.program, photo, PAINTINGS / f"{painting}.jpg", "-o", result, "--size", "640",
                     "--model", "compact", "--quiet", "--force"],
                    check=True,
                )
                file = HERE / f"{name}.jpg"
                Image.open(result).convert("RGB").save(file, quality=85, optimize=True)
                print(file.name, file.stat().st_size, "bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
