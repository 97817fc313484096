# SPDX-License-Identifier: GPL-3.0-or-later
"""What VGG19 says of a finished picture, in PyTorch: the terms of the published objective, and two
distances that no run minimises. Shares no code with the engine.

Pictures are [height, width, 3] arrays, RGB 0–255."""

import h5py
import numpy as np
import torch
from torch.nn import functional

STYLE_WEIGHTS = dict(zip((f"block{i}_conv1" for i in range(1, 6)), (0.1, 0.1, 0.4, 0.3, 0.1)))
CONTENT_LAYER = "block5_conv2"
CONVOLUTIONS = (2, 2, 4, 4, 2)  # of each block, as far as the objective looks
MEAN = torch.tensor((103.939, 116.779, 123.68)).reshape(1, 3, 1, 1)  # B, G, R


class Teacher:
    def __init__(self, keras_file):
        self.kernels = {}
        with h5py.File(keras_file) as file:
            for block, count in enumerate(CONVOLUTIONS, 1):
                for name in (f"block{block}_conv{i}" for i in range(1, count + 1)):
                    group = file[name]
                    kernel, bias = (np.asarray(group[n]) for n in group.attrs["weight_names"])
                    kernel = torch.tensor(kernel.transpose(3, 2, 0, 1).copy())
                    self.kernels[name] = (kernel, torch.tensor(bias))

    @torch.no_grad()
    def features(self, picture):
        maps = torch.tensor(np.asarray(picture, np.float32)[:, :, ::-1].copy())
        maps = maps.permute(2, 0, 1)[None] - MEAN
        kept = {}
        for name, (kernel, bias) in self.kernels.items():
            if name.endswith("conv1") and name != "block1_conv1":
                maps = functional.max_pool2d(maps, 2)
            maps = functional.relu(functional.conv2d(maps, kernel, bias, padding=1))
            if name in STYLE_WEIGHTS or name == CONTENT_LAYER:
                kept[name] = maps[0].flatten(1)
        return kept


def style_terms(made, style):
    """Weighted squared distances of the Gram matrices, each per position, by layer."""
    terms = {}
    for layer, weight in STYLE_WEIGHTS.items():
        grams = [maps[layer] @ maps[layer].T / maps[layer].shape[1] for maps in (made, style)]
        terms[layer] = weight * float(((grams[0] - grams[1]).double() ** 2).sum())
    return terms


def content_term(made, base):
    return float(((made[CONTENT_LAYER] - base[CONTENT_LAYER]).double() ** 2).mean())


def sliced_wasserstein(made, style, projections=128, quantiles=512):
    """Mean over directions and layers of the Wasserstein-1 distance of the projected features
    (Bonneel et al. 2015), each layer measured in the spread of the style's own projections."""
    generator = torch.Generator().manual_seed(1)
    levels = (torch.arange(quantiles) + 0.5) / quantiles
    distances = []
    for layer in STYLE_WEIGHTS:
        directions = torch.randn(projections, made[layer].shape[0], generator=generator)
        directions /= directions.norm(dim=1, keepdim=True)
        sorted_ = []
        for maps in (made, style):
            values = (directions @ maps[layer]).sort(dim=1).values
            sorted_.append(values[:, (levels * values.shape[1]).long()])
        distance = (sorted_[0] - sorted_[1]).abs().mean(dim=1)
        distances.append(float((distance / sorted_[1].std(dim=1)).mean()))
    return float(np.mean(distances))


def colour_distance(made, style, bins=8):
    """Total variation distance of the RGB histograms of bins³ cells: 0 equal, 1 disjoint."""
    histograms = []
    for picture in (made, style):
        cells = (np.asarray(picture, np.float64) * bins / 256).astype(int).reshape(-1, 3)
        index = (cells[:, 0] * bins + cells[:, 1]) * bins + cells[:, 2]
        histograms.append(np.bincount(index, minlength=bins**3) / len(index))
    return float(np.abs(histograms[0] - histograms[1]).sum() / 2)
