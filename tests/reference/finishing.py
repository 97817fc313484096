#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What finishing makes of a painting and its photo, in double precision: both from formulas, some
pixels of the result. Writes (--write) or checks finishing.json.
"""

import sys
from pathlib import Path

try:
    import numpy as np
    import enhancement
except ImportError as error:
    print(f"skipped: {error} (python3-numpy, python3-pil)")
    sys.exit(77)

from golden_file import write_or_check

FILE = Path(__file__).with_name("finishing.json")
WIDTH, HEIGHT = 320, 200
BAND_CELLS = (256, 64, 16)
TONE_CELLS = 24
CASES = (
    {"opacity": 60},
    {"opacity": 0},
    {"fine-detail": 100},
    {"fine-detail": 30, "medium-detail": 80},
    {"medium-detail": 50, "coarse-detail": 100},
    {"coarse-detail": 70},
    {"palette": "photo"},
    {"palette": "toned"},
    {"brightness": 1.2, "colour": 0.7, "sharpness": 1.5},
    {
        "fine-detail": 40,
        "medium-detail": 20,
        "palette": "toned",
        "brightness": 0.9,
        "colour": 1.3,
        "sharpness": 1.2,
        "opacity": 85,
    },
)
# Björn Ottosson, "A perceptual color space for image processing".
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def pictures():
    """Painting and photo, [height, width, 3]."""
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(3), indexing="ij")
    painting = 0.5 + 0.3 * np.sin(0.05 * x + 0.9 * c) * np.cos(0.11 * y) + 0.15 * np.sin(1.9 * x * y)
    photo = 0.45 + 0.25 * np.sin(0.021 * x * (c + 1) + 0.3) * np.sin(0.03 * y + c)
    photo = photo + 0.1 * np.cos(0.7 * x + 1.3 * y) + 0.06 * np.sin(2.5 * x)
    return np.clip(painting, 0, 1), np.clip(photo, 0, 1)


def luma(picture):
    return picture @ np.array([0.299, 0.587, 0.114])


def means(plane, cells, axis):
    length = plane.shape[axis]
    bounds = np.arange(cells + 1) * length // cells
    sums = np.add.reduceat(plane, bounds[:-1], axis=axis)
    shape = [1] * plane.ndim
    shape[axis] = cells
    return sums / np.diff(bounds).reshape(shape)


def grid_means(plane, cells):
    longer = min(cells, max(plane.shape[:2]))
    rows = max(round(HEIGHT * longer / WIDTH), 1)
    return means(means(plane, rows, 0), longer, 1)


def spline_matrix(targets, cells):
    """[targets, cells]: quadratic B-splines around the cells' centres; beyond the border lie copies
    of the outermost cells."""
    places = (np.arange(targets) + 0.5) * cells / targets - 0.5
    distance = np.abs(places[:, None] - np.arange(-2, cells + 2))
    weights = np.where(distance <= 0.5, 0.75 - distance**2, np.maximum(1.5 - distance, 0) ** 2 / 2)
    matrix = weights[:, 2:-2].copy()
    matrix[:, 0] += weights[:, :2].sum(axis=1)
    matrix[:, -1] += weights[:, -2:].sum(axis=1)
    return matrix


def between(grid, rows, columns):
    down = spline_matrix(rows, grid.shape[0])
    across = spline_matrix(columns, grid.shape[1])
    return np.einsum("yi,ij...,xj->yx...", down, grid, across, optimize=True)


def with_detail(painting, photo, shares):
    difference = luma(photo) - luma(painting)
    grids = [grid_means(luma(photo), n) - grid_means(luma(painting), n) for n in BAND_CELLS]
    fine, medium, coarse = shares
    # The two coarser grids count where the finest has its cells.
    shape = grids[0].shape
    low = (medium - fine) * grids[0]
    low = low + (coarse - medium) * between(grids[1], *shape) - coarse * between(grids[2], *shape)
    added = fine * difference + between(low, HEIGHT, WIDTH)
    return np.clip(painting + added[..., None], 0, 1)


def oklab(rgb):
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ TO_CONES.T) @ TO_LAB.T


def rgb_of(lab):
    linear = (lab @ np.linalg.inv(TO_LAB).T) ** 3 @ np.linalg.inv(TO_CONES).T
    return np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
    )


def nearest_that_exists(lab):
    def exists(share):
        rgb = rgb_of(np.concatenate([lab[..., :1], lab[..., 1:] * share], axis=-1))
        return ((rgb >= 0) & (rgb <= 1)).all(axis=-1, keepdims=True), rgb

    most = np.ones(lab.shape[:2] + (1,))
    least = np.zeros_like(most)
    whole, rgb = exists(most)
    for _ in range(10):
        middle = (least + most) / 2
        there = exists(middle)[0]
        least, most = np.where(there, middle, least), np.where(there, most, middle)
    return np.clip(np.where(whole, rgb, exists(least)[1]), 0, 1)


def recoloured(painting, picture, photo, palette):
    """`painting`, as it was painted, tells the low frequencies; `picture` is what becomes of it."""
    lab = oklab(picture)
    if palette == "photo":
        lab[..., 1:] = oklab(photo)[..., 1:]
    elif palette == "toned":
        difference = grid_means(oklab(photo)[..., 1:], TONE_CELLS) - grid_means(
            oklab(painting)[..., 1:], TONE_CELLS
        )
        lab[..., 1:] += between(difference, HEIGHT, WIDTH)
    else:
        return picture
    return nearest_that_exists(lab)


def finished(case):
    painting, photo = pictures()
    shares = [case.get(f"{band}-detail", 0) / 100 for band in ("fine", "medium", "coarse")]
    picture = with_detail(painting, photo, shares) if any(shares) else painting
    picture = recoloured(painting, picture, photo, case.get("palette"))
    if "sharpness" in case:
        factors = case["brightness"], case["colour"], case["sharpness"]
        picture = enhancement.chain(picture, factors)
    share = case.get("opacity", 100) / 100
    return photo + share * (picture - photo)


def golden():
    random = np.random.RandomState(3)
    places = [(0, 0), (WIDTH - 1, HEIGHT - 1), (0, HEIGHT - 1)]
    places += [(int(random.randint(WIDTH)), int(random.randint(HEIGHT))) for _ in range(40)]
    cases = []
    for case in CASES:
        result = finished(case)
        settings = " ".join(f"{name}={value}" for name, value in case.items())
        if "sharpness" in case:
            settings += " enhance=yes"
        pixels = [[round(float(value), 7) for value in result[y, x]] for x, y in places]
        cases.append({"settings": settings, "pixels": pixels})
    return {
        "made_by": "tests/reference/finishing.py --write",
        "width": WIDTH,
        "height": HEIGHT,
        "places": [list(place) for place in places],
        "cases": cases,
    }


if __name__ == "__main__":
    sys.exit(write_or_check(FILE, golden(), 1e-6))
