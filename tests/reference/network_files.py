# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks for objective.py: VGG19 as Keras and torchvision store it, and this project's files."""

import json
from pathlib import Path

import numpy as np
from objective import POOL, Network

CONVOLUTIONS = (2, 2, 4, 4, 4)  # of VGG19, block by block


def vgg19_layers():
    layers = []
    for block, count in enumerate(CONVOLUTIONS, 1):
        layers += [f"block{block}_conv{number}" for number in range(1, count + 1)] + [POOL]
    return layers[:-1]


def read_keras(file):
    import h5py

    kernels, biases = {}, {}

    def take(name, item):
        if isinstance(item, h5py.Dataset):
            layer = next((part for part in name.split("/") if part in vgg19_layers()), None)
            if layer and item.ndim == 4:
                kernels[layer] = np.asarray(item, dtype=np.float64).transpose(3, 2, 0, 1)
            elif layer and item.ndim == 1:
                biases[layer] = np.asarray(item, dtype=np.float64)

    with h5py.File(file, "r") as opened:
        opened.visititems(take)
    return Network(vgg19_layers(), kernels, biases)


def read_safetensors(file):
    """Tensors in double, and the metadata."""
    data = Path(file).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    metadata = header.pop("__metadata__", {})
    types = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = np.frombuffer(data[start + begin : start + end], dtype=types[entry["dtype"]])
        tensors[name] = flat.astype(np.float64).reshape(entry["shape"])
    return tensors, metadata


def read_torchvision(tensors):
    kernels, biases = {}, {}
    index = 0
    for layer in vgg19_layers():
        if layer != POOL:
            kernels[layer] = tensors[f"features.{index}.weight"]
            biases[layer] = tensors[f"features.{index}.bias"]
            index += 1  # the ReLU is a module of its own
        index += 1
    return Network(
        vgg19_layers(),
        kernels,
        biases,
        order=(0, 1, 2),
        mean=tuple(255 * mean for mean in (0.485, 0.456, 0.406)),
        scale=tuple(1 / (255 * deviation) for deviation in (0.229, 0.224, 0.225)),
    )


def read_project(tensors, metadata):
    if metadata["input"] != "bgr-0-255-minus-mean" or metadata["activation"] != "relu":
        raise ValueError(f"unknown input or activation: {metadata}")
    layers = metadata["layers"].split(",")

    def scales(kind):
        start = kind + "_scale."
        return {k[len(start) :]: float(v) for k, v in metadata.items() if k.startswith(start)}

    return Network(
        layers,
        {layer: tensors[layer + ".weight"] for layer in layers if layer != POOL},
        {layer: tensors[layer + ".bias"] for layer in layers if layer != POOL},
        mean=tuple(float(mean) for mean in metadata["mean"].split(",")),
        style_scale=scales("style"),
        content_scale=scales("content"),
        maps={layer: tensors[layer + ".map"] for layer in layers if layer + ".map" in tensors},
    )


def read(file):
    if Path(file).read_bytes()[:8] == b"\x89HDF\r\n\x1a\n":
        return read_keras(file)
    tensors, metadata = read_safetensors(file)
    return read_project(tensors, metadata) if "layers" in metadata else read_torchvision(tensors)
