# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of VGG19's shape with 4 to 8 channels, and pictures for it: small enough to be checked
number by number. Single precision holds all values exactly: they are multiples of 1/1024, but for
VGG19's means, which are rounded to it.
"""

import numpy as np
from network_files import vgg19_layers
from objective import POOL, Network

CHANNELS = (4, 5, 6, 7, 8)
# On the first kernel of each block: brings every term near the variation, so that none of them is
# lost in the sum.
GAINS = (12, 2, 1.5, 1.5, 4)


def on_grid(values):
    return np.round(np.asarray(values) * 1024) / 1024


def tiny_network():
    random = np.random.RandomState(1)
    layers = vgg19_layers()
    layers = layers[: layers.index("block5_conv2") + 1]
    kernels, biases = {}, {}
    inputs = 3
    for layer in layers:
        if layer == POOL:
            continue
        outputs = CHANNELS[int(layer[5]) - 1]
        deviation = np.sqrt(2 / (9 * inputs))  # keeps the size of the maps from layer to layer
        if layer.endswith("conv1"):
            deviation *= GAINS[int(layer[5]) - 1]
        kernels[layer] = on_grid(random.normal(0, deviation, (outputs, inputs, 3, 3)))
        biases[layer] = on_grid(random.normal(5, 20, outputs))
        inputs = outputs
    mean = tuple(float(np.float32(value)) for value in (103.939, 116.779, 123.68))
    return Network(layers, kernels, biases, mean=mean)


def smooth_picture(random, width, height):
    """Whole numbers 0–255: waves with a little noise, other ones in each channel."""
    y, x = np.mgrid[0:height, 0:width]
    channels = []
    for _ in range(3):
        across, along = random.uniform(-0.4, 0.4, 2)
        phase = random.uniform(0, 6)
        wave = 127 + 120 * np.sin(across * x + along * y + phase) + random.normal(0, 2, x.shape)
        channels.append(np.clip(np.round(wave), 0, 255))
    return np.array(channels)


def tiny_pictures():
    """base 50×37, style 41×33, picture: the base with noise, partly outside of 0–255."""
    random = np.random.RandomState(2)
    base = smooth_picture(random, 50, 37)
    style = smooth_picture(random, 41, 33)
    noise = random.normal(0, 5, base.shape)
    return base, style, base + np.round(noise * 8) / 8


def tiny_maps():
    """Matrices through which two style layers and the content layer are measured."""
    random = np.random.RandomState(6)
    sides = {"block2_conv1": 5, "block4_conv1": 7, "block5_conv2": 8}
    return {layer: on_grid(random.normal(0, 0.5, (side, side))) for layer, side in sides.items()}


def tiny_masks():
    """Of base and style: an ellipse with soft edges, a half; multiples of 1/16, 0 to 1."""
    y, x = np.mgrid[0:37, 0:50]
    ellipse = 6 - ((x - 22) / 9) ** 2 - ((y - 20) / 7) ** 2
    _, x = np.mgrid[0:33, 0:41]
    return [np.clip(np.round(16 * mask), 0, 16) / 16 for mask in (ellipse, (x - 9) / 8)]


def formula_picture(width, height, shift):
    """Whole numbers 0–255 that a test can make again from the formula."""
    c, y, x = np.mgrid[0:3, 0:height, 0:width]
    return ((5 * x + 3 * y + 40 * c + shift + x * y // 64) % 256).astype(np.float64)
