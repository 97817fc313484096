#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The objective in NumPy, double precision, with a backward pass of its own: what the engine is
measured against. It shares no code with the engine and needs no machine-learning library.

As a program it prints the loss terms of real pictures at a real network, as JSON:
    objective.py --model FILE.h5|FILE.safetensors [--picture PICTURE] BASE STYLE
The picture being made is the base unless another one is given. Pictures are taken as they are, or
scaled by Pillow to a longer side of --size; to compare with the engine to four digits, scale them
beforehand.

Pictures are [3, height, width] arrays, RGB 0–255, here and everywhere in this folder.
"""

import argparse
import json
from dataclasses import dataclass, field

import numpy as np

STYLE_LAYERS = tuple(f"block{block}_conv1" for block in range(1, 6))
POOL = "maxpool"


@dataclass
class Network:
    """`layers` names convolutions and pools in order; kernels are OIHW."""

    layers: list
    kernels: dict
    biases: dict
    order: tuple = (2, 1, 0)  # which of R, G, B is input channel c
    mean: tuple = (103.939, 116.779, 123.68)
    scale: tuple = (1.0, 1.0, 1.0)
    style_scale: dict = field(default_factory=dict)  # factors on loss terms; absent: 1
    content_scale: dict = field(default_factory=dict)
    maps: dict = field(default_factory=dict)  # B of a layer: its terms compare B·F


@dataclass
class Weights:
    content: float = 0.08
    style: float = 1.0
    variation: float = 1.0
    style_layers: tuple = (0.1, 0.1, 0.4, 0.3, 0.1)
    content_layer: str = "block5_conv2"
    balance_size: float = 500
    balanced: bool = False


# ---- layers -----------------------------------------------------------------------------------


def shifted(maps, dy, dx):
    """maps[:, y + dy, x + dx], zero outside."""
    _, height, width = maps.shape
    result = np.zeros_like(maps)
    to_y = slice(max(0, -dy), min(height, height - dy))
    to_x = slice(max(0, -dx), min(width, width - dx))
    from_y = slice(max(0, dy), min(height, height + dy))
    from_x = slice(max(0, dx), min(width, width + dx))
    if from_y.start < from_y.stop and from_x.start < from_x.stop:
        result[:, to_y, to_x] = maps[:, from_y, from_x]
    return result


def convolve(maps, kernel, bias):
    """3×3 correlation with zero padding: one matrix product for each of the nine taps."""
    result = np.empty((kernel.shape[0],) + maps.shape[1:])
    result[:] = bias[:, None, None]
    for row in range(3):
        for column in range(3):
            tap = shifted(maps, row - 1, column - 1)
            result += np.tensordot(kernel[:, :, row, column], tap, axes=1)
    return result


def convolve_backward(gradient, kernel):
    """What reached output pixel p through tap d came from input pixel p + d."""
    result = np.zeros((kernel.shape[1],) + gradient.shape[1:])
    for row in range(3):
        for column in range(3):
            back = np.tensordot(kernel[:, :, row, column].T, gradient, axes=1)
            result += shifted(back, 1 - row, 1 - column)
    return result


def windows(maps):
    """[channels, height // 2, width // 2, 4] views of the 2×2 windows, row by row."""
    channels, height, width = maps.shape
    cut = maps[:, : height // 2 * 2, : width // 2 * 2]
    cut = cut.reshape(channels, height // 2, 2, width // 2, 2).transpose(0, 1, 3, 2, 4)
    return cut.reshape(channels, height // 2, width // 2, 4)


def pool(maps):
    return windows(maps).max(axis=3)


def pool_backward(gradient, maps):
    """To the first of the largest values."""
    channels, height, width = gradient.shape
    chosen = windows(maps).argmax(axis=3)
    spread = (np.arange(4) == chosen[..., None]) * gradient[..., None]
    spread = spread.reshape(channels, height, width, 2, 2).transpose(0, 1, 3, 2, 4)
    result = np.zeros_like(maps)
    result[:, : height * 2, : width * 2] = spread.reshape(channels, height * 2, width * 2)
    return result


# ---- network ----------------------------------------------------------------------------------


def network_input(network, picture):
    picture = np.asarray(picture, dtype=np.float64)[list(network.order)]
    mean = np.reshape(network.mean, (3, 1, 1))
    return (picture - mean) * np.reshape(network.scale, (3, 1, 1))


def forward(network, picture, taps):
    """Outputs of all layers in order, up to the deepest of `taps`."""
    last = max(network.layers.index(tap) for tap in taps)
    outputs = []
    maps = network_input(network, picture)
    for layer in network.layers[: last + 1]:
        if layer == POOL:
            maps = pool(maps)
        else:
            maps = np.maximum(convolve(maps, network.kernels[layer], network.biases[layer]), 0)
        outputs.append(maps)
    return outputs


def features(network, picture, taps):
    outputs = forward(network, picture, taps)
    return {tap: outputs[network.layers.index(tap)] for tap in taps}


def backward(network, outputs, gradients):
    """From gradients with respect to the tapped maps to the one with respect to the picture."""
    gradient = None
    for index in range(len(outputs) - 1, -1, -1):
        layer = network.layers[index]
        if layer in gradients:
            gradient = gradients[layer] + (0 if gradient is None else gradient)
        if gradient is None:
            continue
        if layer == POOL:
            gradient = pool_backward(gradient, outputs[index - 1])
        else:
            gradient = convolve_backward(gradient * (outputs[index] > 0), network.kernels[layer])
    gradient = gradient * np.reshape(network.scale, (3, 1, 1))
    result = np.empty_like(gradient)
    result[list(network.order)] = gradient
    return result


# ---- losses -----------------------------------------------------------------------------------


def gram(maps, visible):
    flat = maps.reshape(maps.shape[0], -1)
    return (flat * visible.ravel()) @ flat.T


def moments(maps, visible):
    """Mean and mean square of each channel."""
    counts = visible / visible.sum()
    return (counts * maps).sum(axis=(1, 2)), (counts * maps**2).sum(axis=(1, 2))


def deviation(mean, square, least):
    return np.sqrt(square - mean**2 + least)


def variation(picture, visible):
    """Σ ((Δy)² + (Δx)²)^1.25 over all pixels but the last row and column, and its gradient. With
    hidden pixels, each summand counts by the product of the three pixels it looks at."""
    down = picture[:, 1:, :-1] - picture[:, :-1, :-1]
    right = picture[:, :-1, 1:] - picture[:, :-1, :-1]
    square = down**2 + right**2
    counts = visible[:-1, :-1] * visible[1:, :-1] * visible[:-1, 1:]
    slope = 2.5 * square**0.25 * counts
    gradient = np.zeros_like(picture)
    gradient[:, 1:, :-1] += slope * down
    gradient[:, :-1, 1:] += slope * right
    gradient[:, :-1, :-1] -= slope * (down + right)
    return float((counts * square**1.25).sum()), gradient


def visibility(network, mask):
    """How much of each position is visible, for each layer: means over the pools' windows."""
    shares = []
    for layer in network.layers:
        if layer == POOL:
            mask = windows(mask[None])[0].mean(axis=2)
        shares.append(mask)
    return dict(zip(network.layers, shares))  # pools have no name to be asked by


class Objective:
    """Masks are [height, width], 0 hidden to 1 visible; without one all is visible."""

    def __init__(self, network, base, style, weights=Weights(), base_mask=None, style_mask=None):
        self.network, self.weights = network, weights
        self.mask = np.ones(np.shape(base)[1:]) if base_mask is None else base_mask
        style_mask = np.ones(np.shape(style)[1:]) if style_mask is None else style_mask
        self.visible = visibility(network, self.mask)
        self.pixels = self.mask.sum()
        self.k = weights.balance_size**2 / self.pixels
        of_style, visible = features(network, style, STYLE_LAYERS), visibility(network, style_mask)
        self.style_targets = {
            name: gram(self.measured(name, of_style[name]), visible[name]) / style_mask.sum()
            for name in STYLE_LAYERS
        }
        self.style_moments = {
            name: moments(self.measured(name, of_style[name]), visible[name])
            for name in STYLE_LAYERS
        }
        self.least = {n: 1e-6 * (square.mean() + 1e-6) for n, (_, square) in self.style_moments.items()}
        self.factors = {
            name: weights.style * weight * network.style_scale.get(name, 1) / (4 * 3**2)
            for name, weight in zip(STYLE_LAYERS, weights.style_layers)
        }
        self.moment_factors = dict.fromkeys(STYLE_LAYERS, 0)
        if weights.balanced:
            self.balance(base)
        content = weights.content_layer
        self.content_target = self.measured(content, features(network, base, [content])[content])

    def balance(self, base):
        """Each layer relative to style and base; together as much as before, at the base."""
        published = balanced = 0
        of_base = features(self.network, base, STYLE_LAYERS)
        for name, weight in zip(STYLE_LAYERS, self.weights.style_layers):
            maps, target = self.measured(name, of_base[name]), self.style_targets[name]
            found = gram(maps, self.visible[name]) / self.pixels
            distance = ((found - target) ** 2).sum()
            published += self.factors[name] * distance
            self.factors[name] = weight / ((found**2).sum() + (target**2).sum())
            balanced += self.factors[name] * distance
            length = 0
            for mean, square in (moments(maps, self.visible[name]), self.style_moments[name]):
                length += (mean**2).sum()
                length += (deviation(mean, square, self.least[name]) ** 2).sum()
            self.moment_factors[name] = weight / length
        for name in STYLE_LAYERS:
            self.factors[name] *= published / balanced
            self.moment_factors[name] *= published / balanced

    def measured(self, name, maps):
        matrix = self.network.maps.get(name)
        return maps if matrix is None else np.tensordot(matrix, maps, 1)

    def unmeasured(self, name, gradient):
        """From the gradient with respect to B·F to the one with respect to F."""
        matrix = self.network.maps.get(name)
        return gradient if matrix is None else np.tensordot(matrix.T, gradient, 1)

    def moments_loss(self, name, maps):
        """How far means and standard deviations are, and the gradient with respect to the maps."""
        visible, factor = self.visible[name], self.moment_factors[name]
        mean, square = moments(maps, visible)
        spread = deviation(mean, square, self.least[name])
        shift = mean - self.style_moments[name][0]
        excess = spread - deviation(*self.style_moments[name], self.least[name])
        counts = 2 * factor * visible / visible.sum()
        centred = maps - mean[:, None, None]
        slope = counts * (shift[:, None, None] + (excess / spread)[:, None, None] * centred)
        return factor * float((shift**2).sum() + (excess**2).sum()), slope

    def evaluate(self, picture):
        """The terms as a dictionary, and the gradient of their sum."""
        network, weights = self.network, self.weights
        picture = np.asarray(picture, dtype=np.float64)
        content = weights.content_layer
        outputs = forward(network, picture, STYLE_LAYERS + (content,))
        gradients = {name: 0 for name in STYLE_LAYERS + (content,)}

        factor = weights.content * self.k * network.content_scale.get(content, 1)
        difference = self.measured(content, outputs[network.layers.index(content)])
        difference = difference - self.content_target
        visible = self.visible[content]
        terms = {"content": factor * float((visible * difference**2).sum())}
        slope = 2 * factor * visible * difference
        gradients[content] = gradients[content] + self.unmeasured(content, slope)

        terms["style"] = []
        for name in STYLE_LAYERS:
            factor = self.factors[name]
            maps = self.measured(name, outputs[network.layers.index(name)])
            visible = self.visible[name]
            difference = gram(maps, visible) / self.pixels - self.style_targets[name]
            terms["style"].append(factor * float((difference**2).sum()))
            flat = (maps * visible).reshape(maps.shape[0], -1)
            # G is symmetric, and each F enters its row and its column.
            slope = (4 * factor / self.pixels * (difference @ flat)).reshape(maps.shape)
            value, more = self.moments_loss(name, maps)
            terms["style"][-1] += value
            slope = slope + more
            gradients[name] = gradients[name] + self.unmeasured(name, slope)

        value, gradient = variation(picture, self.mask)
        terms["variation"] = weights.variation * self.k * value
        terms["total"] = terms["content"] + sum(terms["style"]) + terms["variation"]
        gradient = weights.variation * self.k * gradient
        return terms, gradient + backward(network, outputs, gradients)


# ---- real pictures ----------------------------------------------------------------------------


def read_picture(file, longer_side=None):
    from PIL import Image

    with Image.open(file) as image:
        image = image.convert("RGB")
    if longer_side:
        factor = longer_side / max(image.size)
        size = tuple(max(1, round(side * factor)) for side in image.size)
        image = image.resize(size, Image.LANCZOS)
    return np.asarray(image, dtype=np.float64).transpose(2, 0, 1)


def main():
    import network_files

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("style")
    parser.add_argument("--model", required=True)
    parser.add_argument("--picture", help="the picture being made; the base when left out")
    parser.add_argument("--size", type=int, help="scale the pictures to this longer side")
    parser.add_argument("--content-layer", default=Weights.content_layer)
    arguments = parser.parse_args()

    network = network_files.read(arguments.model)
    base = read_picture(arguments.base, arguments.size)
    style = read_picture(arguments.style, arguments.size)
    picture = read_picture(arguments.picture, arguments.size) if arguments.picture else base
    weights = Weights(content_layer=arguments.content_layer)
    terms, gradient = Objective(network, base, style, weights).evaluate(picture)
    terms["gradient_l2"] = float(np.linalg.norm(gradient))
    terms["size"] = [base.shape[2], base.shape[1]]
    terms["style_size"] = [style.shape[2], style.shape[1]]
    print(json.dumps(terms, indent=2))


if __name__ == "__main__":
    main()
