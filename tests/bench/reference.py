#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published method as most people run it: VGG19 in PyTorch with its automatic derivatives,
SciPy's fmin_l_bfgs_b called 25 times with maxfun=20, all cores.

    reference.py WEIGHTS.h5 BASE STYLE REPORT.json [--iterations 25] [--out PICTURE.png]

BASE and STYLE have the working size already. The report holds, for the start and after each
iteration, the total loss, the evaluations, and the seconds by the clock and of processor time,
the loading of libraries and weights left out.
"""
import argparse
import json
import os
import time

import h5py
import numpy
import torch
from PIL import Image
from scipy.optimize import fmin_l_bfgs_b

STYLE_LAYERS = {
    "block1_conv1": 0.1,
    "block2_conv1": 0.1,
    "block3_conv1": 0.4,
    "block4_conv1": 0.3,
    "block5_conv1": 0.1,
}
CONTENT_LAYER = "block5_conv2"
CONTENT_WEIGHT, VARIATION_WEIGHT, BALANCE_SIZE = 0.08, 1.0, 500.0
BLOCKS = (2, 2, 4, 4, 2)
MEANS = torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1)  # BGR


def load_weights(file):
    layers = []
    with h5py.File(file, "r") as archive:
        for block, count in enumerate(BLOCKS, 1):
            for number in range(1, count + 1):
                name = f"block{block}_conv{number}"
                data = [numpy.asarray(value) for value in archive[name].values()]
                kernel = next(value for value in data if value.ndim == 4)
                bias = next(value for value in data if value.ndim == 1)
                layers.append(
                    (name, torch.tensor(kernel).permute(3, 2, 0, 1).contiguous(), torch.tensor(bias))
                )
            layers.append((None, None, None))
    return layers[:-1]


def features(picture, layers):
    current = picture.flip(1) - MEANS
    found = {}
    for name, kernel, bias in layers:
        if name is None:
            current = torch.nn.functional.max_pool2d(current, 2)
            continue
        current = torch.relu(torch.nn.functional.conv2d(current, kernel, bias, padding=1))
        if name in STYLE_LAYERS or name == CONTENT_LAYER:
            found[name] = current
    return found


def gram(maps, pixels):
    rows = maps.flatten(2)[0]
    return rows @ rows.T / pixels


def read(file):
    pixels = numpy.asarray(Image.open(file).convert("RGB"), dtype=numpy.float32)
    return torch.tensor(pixels).permute(2, 0, 1).unsqueeze(0)


class Loss:
    def __init__(self, layers, base, style):
        self.layers, self.shape = layers, base.shape
        self.pixels = base.shape[2] * base.shape[3]
        self.balance = BALANCE_SIZE**2 / self.pixels
        with torch.no_grad():
            self.content = features(base, layers)[CONTENT_LAYER]
            self.style = {
                name: gram(maps, style.shape[2] * style.shape[3])
                for name, maps in features(style, layers).items()
                if name in STYLE_LAYERS
            }
        self.evaluations = 0

    def __call__(self, values):
        self.evaluations += 1
        picture = torch.tensor(values.reshape(self.shape), dtype=torch.float32, requires_grad=True)
        found = features(picture, self.layers)
        loss = CONTENT_WEIGHT * self.balance * (found[CONTENT_LAYER] - self.content).square().sum()
        for name, weight in STYLE_LAYERS.items():
            difference = gram(found[name], self.pixels) - self.style[name]
            loss = loss + weight * difference.square().sum() / 36
        here = picture[:, :, :-1, :-1]
        down = here - picture[:, :, 1:, :-1]
        right = here - picture[:, :, :-1, 1:]
        variation = (down.square() + right.square()).pow(1.25).sum()
        loss = loss + VARIATION_WEIGHT * self.balance * variation
        loss.backward()
        gradient = torch.nan_to_num(picture.grad, nan=0.0)
        return loss.item(), gradient.numpy().astype(numpy.float64).ravel()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    parser.add_argument("base")
    parser.add_argument("style")
    parser.add_argument("report")
    parser.add_argument("--iterations", type=int, default=25)
    parser.add_argument("--out")
    arguments = parser.parse_args()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    layers = load_weights(arguments.weights)
    base, style = read(arguments.base), read(arguments.style)

    clock, processor = time.perf_counter(), time.process_time()
    loss = Loss(layers, base, style)
    values = base.numpy().astype(numpy.float64).ravel()
    trace = []

    def note(total):
        trace.append(
            {
                "total": total,
                "evaluations": loss.evaluations,
                "seconds": time.perf_counter() - clock,
                "processor_seconds": time.process_time() - processor,
            }
        )
        with open(arguments.report, "w", encoding="utf-8") as file:
            json.dump({"size": list(base.shape[2:]), "trace": trace}, file, indent=1)

    note(loss(values)[0])
    for _ in range(arguments.iterations):
        values, total, _ = fmin_l_bfgs_b(loss, values, maxfun=20)
        note(float(total))
        print(f"{len(trace) - 1}: {total:.6g}, {trace[-1]['seconds']:.1f} s", flush=True)
    if arguments.out:
        pixels = values.reshape(base.shape)[0].transpose(1, 2, 0).clip(0, 255)
        Image.fromarray(numpy.round(pixels).astype(numpy.uint8)).save(arguments.out)


if __name__ == "__main__":
    main()
