#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random pictures with what Pillow's ImageEnhance makes of them, one step at a time in 8 bits, and
with what all three steps give in double precision without rounding in between. Writes (--write) or
checks enhancement.json.
"""

import sys
from pathlib import Path

try:
    import numpy as np
    from PIL import Image, ImageEnhance
except ImportError as error:
    print(f"skipped: {error} (python3-numpy, python3-pil)")
    sys.exit(77)

from golden_file import write_or_check

FILE = Path(__file__).with_name("enhancement.json")
FACTORS = (0, 0.5, 1, 1.2, 2)
SIZES = ((1, 1), (1, 5), (5, 1), (2, 2), (3, 3), (17, 13))  # width, height
CHAINS = ((1.2, 1.2, 1.2), (1, 1, 1), (0.5, 2, 0), (2, 0, 2), (1.2, 0.5, 1.5), (0, 1.2, 1.2))
STEPS = {
    "brightness": ImageEnhance.Brightness,
    "colour": ImageEnhance.Color,
    "sharpness": ImageEnhance.Sharpness,
}


def smoothed(picture):
    """The mean of each pixel's 3×3 neighbourhood, itself counted five times; edges are kept."""
    result = picture.copy()
    for y in range(1, picture.shape[0] - 1):
        for x in range(1, picture.shape[1] - 1):
            area = picture[y - 1 : y + 2, x - 1 : x + 2].sum(axis=(0, 1))
            result[y, x] = (area + 4 * picture[y, x]) / 13
    return result


def chain(picture, factors):
    """[height, width, 3], 0–1."""
    brightness, colour, sharpness = factors
    picture = np.clip(picture * brightness, 0, 1)
    luma = picture @ np.array([0.299, 0.587, 0.114])
    picture = np.clip(luma[..., None] + colour * (picture - luma[..., None]), 0, 1)
    smooth = smoothed(picture)
    return np.clip(smooth + sharpness * (picture - smooth), 0, 1)


def rounded(values):
    return [round(float(value), 9) for value in np.ravel(values)]


def golden():
    random = np.random.RandomState(5)
    cases = []
    for width, height in SIZES:
        pixels = random.randint(0, 256, (height, width, 3)).astype(np.uint8)
        image = Image.fromarray(pixels, "RGB")
        steps = [
            {
                "step": name,
                "factor": factor,
                "pixels": np.asarray(make(image).enhance(factor)).ravel().tolist(),
            }
            for name, make in STEPS.items()
            for factor in FACTORS
        ]
        chains = [
            {"factors": list(factors), "pixels": rounded(chain(pixels / 255, factors))}
            for factors in CHAINS
        ]
        cases.append(
            {
                "width": width,
                "height": height,
                "pixels": pixels.ravel().tolist(),
                "steps": steps,
                "chains": chains,
            }
        )
    return {"made_by": "tests/reference/enhancement.py --write", "cases": cases}


if __name__ == "__main__":
    sys.exit(write_or_check(FILE, golden(), 1e-8))
