#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be said of a finished picture without any network, which every method of painting could
be made to please: four numbers for each result, from its pixels, the photograph's and the painting's.

    judge.py BASE STYLE RESULT [RESULT ...] [--json]

Every picture is brought to a longer side of 512 pixels first (area means, or cubic where it is
smaller) and looked at in CIE Lab.

patches    How far the result's patches of 7×7 pixels are from the style's, as a share of what the
           base's are: 1 as far as the photograph was, 0 as if cut out of the painting. The distance
           is the sliced Wasserstein distance, at full, half and a quarter of the size, along 128
           fixed directions each. Lower is better.
structure  Correlation of the gradients of luminance with the base's, at half and a quarter of the
           size, from -1 to 1: 1 where every edge is where it was. Higher is better, up to what the
           style asks for.
specks     Of the calmer half of the photograph's area, the share whose luminance is further from the
           median of its 3×3 pixels than 99.5 % of the style's are: 0.005 is as speckled as the style.
clipped    Share of pixels with a channel at its end, beyond the style's own share.

Needs python3-numpy, python3-scipy, python3-pil."""

import argparse
import json

import numpy as np
from PIL import Image
from scipy.ndimage import median_filter, uniform_filter

SIDE = 512
PATCH = 7
SCALES = 3
DIRECTIONS = 128
QUANTILES = (np.arange(1024) + 0.5) / 1024
SEED = 7  # of the directions: the same for all pictures, today and later
SPECKLED = 0.995
CALM_WINDOW = 9

# Linear sRGB to XYZ, and the white that the result is divided by.
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
WHITE = np.array([0.9505, 1.0, 1.089])


def load(file):
    """[height, width, 3], RGB from 0 to 255, the longer side SIDE."""
    picture = Image.open(file).convert("RGB")
    scale = SIDE / max(picture.size)
    size = [max(16, round(side * scale)) for side in picture.size]
    filter_kind = Image.BOX if scale < 1 else Image.BICUBIC
    return np.asarray(picture.resize(size, filter_kind), dtype=np.float64)


def to_lab(rgb):
    encoded = rgb / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    xyz = linear @ TO_XYZ.T / WHITE
    x, y, z = np.moveaxis(
        np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116), -1, 0
    )
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def halved(picture):
    """Means of 2×2 pixels; an odd last row or column is left out."""
    height, width = (side // 2 for side in picture.shape[:2])
    blocks = picture[: 2 * height, : 2 * width].reshape(height, 2, width, 2, *picture.shape[2:])
    return blocks.mean(axis=(1, 3))


def directions():
    """Unit vectors in the space of patches for each scale: [values of a patch, DIRECTIONS]."""
    random = np.random.default_rng(SEED)
    for _ in range(SCALES):
        vectors = random.standard_normal((3 * PATCH * PATCH, DIRECTIONS))
        yield vectors / np.linalg.norm(vectors, axis=0)


def sorted_along(lab, vectors):
    """The patches' places along each direction, as quantiles: [quantile, direction]. Every second
    patch in each direction is looked at."""
    patches = np.lib.stride_tricks.sliding_window_view(lab, (PATCH, PATCH), axis=(0, 1))[::2, ::2]
    return np.quantile(patches.reshape(-1, 3 * PATCH * PATCH) @ vectors, QUANTILES, axis=0)


def patch_quantiles(lab):
    quantiles = []
    for vectors in directions():
        quantiles.append(sorted_along(lab, vectors))
        lab = halved(lab)
    return np.stack(quantiles)


def patch_distance(quantiles, others):
    return float(np.abs(quantiles - others).mean())


def ratio(part, whole):
    """0 of 0 is 0: base and style are the same picture, and so is the result."""
    return part / whole if whole > 0 else float("inf") if part > 0 else 0.0


def correlation(one, other):
    """Of two fields of vectors, each a list of arrays; of two flat ones 1, of a single one 0."""

    def product(a, b):
        return sum(float((p * q).sum()) for p, q in zip(a, b))

    lengths = product(one, one), product(other, other)
    if 0 in lengths:
        return float(lengths[0] == lengths[1])
    return product(one, other) / float(np.sqrt(lengths[0] * lengths[1]))


def structure(base, result):
    base, result = base[..., 0], result[..., 0]
    values = []
    for _ in range(2):
        base, result = halved(base), halved(result)
        height, width = np.minimum(base.shape, result.shape)
        values.append(
            correlation(
                np.gradient(base[:height, :width]), np.gradient(result[:height, :width])
            )
        )
    return float(np.mean(values))


def roughness(lab):
    return np.abs(lab[..., 0] - median_filter(lab[..., 0], 3))


def calm_area(lab):
    """Where the luminance changes least: half of the picture, or more where it is flat."""
    slope = uniform_filter(np.hypot(*np.gradient(lab[..., 0])), CALM_WINDOW)
    return slope <= np.quantile(slope, 0.5)


def specks(base, style, result):
    limit = np.quantile(roughness(style), SPECKLED)
    calm = Image.fromarray(calm_area(base))
    calm = np.asarray(calm.resize(result.shape[1::-1], Image.NEAREST))
    return float((roughness(result) > limit)[calm].mean())


def clipped_share(rgb):
    return float(((rgb <= 0.5) | (rgb >= 254.5)).any(axis=-1).mean())


class Judge:
    """Of results of one base and one style, all as load() gives them."""

    def __init__(self, base, style):
        self.base, self.style = to_lab(base), to_lab(style)
        self.style_quantiles = patch_quantiles(self.style)
        self.start = patch_distance(patch_quantiles(self.base), self.style_quantiles)
        self.style_clipped = clipped_share(style)

    def __call__(self, result):
        lab = to_lab(result)
        distance = patch_distance(patch_quantiles(lab), self.style_quantiles)
        return {
            "patches": ratio(distance, self.start),
            "structure": structure(self.base, lab),
            "specks": specks(self.base, self.style, lab),
            "clipped": max(0.0, clipped_share(result) - self.style_clipped),
        }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base")
    parser.add_argument("style")
    parser.add_argument("result", nargs="+")
    parser.add_argument("--json", action="store_true", help="one object, by file, instead of lines")
    options = parser.parse_args()
    judge = Judge(load(options.base), load(options.style))
    verdicts = {file: judge(load(file)) for file in options.result}
    if options.json:
        print(json.dumps(verdicts, indent=1))
        return
    for file, verdict in verdicts.items():
        print("  ".join(f"{name} {value:.4f}" for name, value in verdict.items()), file)


if __name__ == "__main__":
    main()
