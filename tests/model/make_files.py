#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the network files that the tests of engine/model read, and what is in them.

    make_files.py FOLDER              tiny networks, good and damaged, and FOLDER/expected.json
    make_files.py FOLDER --vgg19 H5   FOLDER/vgg19.json: some numbers of a whole Keras VGG19

Kernels in the JSON files are in [output][input][height][width] order.
"""
import argparse
import json
import pathlib
import struct

import h5py
import numpy as np

CONVOLUTIONS_PER_BLOCK = [2, 2, 4, 4, 4]
CHANNELS = [2, 3, 4, 3, 2]  # of the tiny networks, by block
TORCHVISION_INDICES = [0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34]
LAYERS = [
    f"block{block}_conv{convolution}"
    for block, count in enumerate(CONVOLUTIONS_PER_BLOCK, 1)
    for convolution in range(1, count + 1)
]
PROJECT_LAYERS = ["first", "maxpool", "second", "third"]


def random_weights(layers, channels, seed):
    """{layer: (kernel OIHW, bias)}; every number is exact in 16 bits of either kind."""
    random = np.random.default_rng(seed)
    weights, inputs = {}, 3
    for layer, outputs in zip(layers, channels):
        kernel = random.integers(-127, 128, (outputs, inputs, 3, 3)) / 64
        bias = random.integers(-127, 128, outputs) / 32
        weights[layer] = (kernel.astype(np.float32), bias.astype(np.float32))
        inputs = outputs
    return weights


def vgg19_weights(seed):
    channels = [c for c, count in zip(CHANNELS, CONVOLUTIONS_PER_BLOCK) for _ in range(count)]
    return random_weights(LAYERS, channels, seed)


def as_json(weights):
    return {
        layer: {"shape": list(k.shape), "kernel": k.ravel().tolist(), "bias": b.tolist()}
        for layer, (k, b) in weights.items()
    }


# --- Keras -------------------------------------------------------------------------------------


def hwio(kernel):
    return np.ascontiguousarray(kernel.transpose(2, 3, 1, 0))


def plain_names(layer):
    return f"{layer}/{layer}_W_1:0", f"{layer}/{layer}_b_1:0"


def nested_names(layer):
    return f"model_weights/{layer}/{layer}/kernel:0", f"model_weights/{layer}/{layer}/bias:0"


def submodel_names(layer):
    return f"vgg/{layer}/vars/0", f"vgg/{layer}/vars/1"


def write_keras(file, weights, names=plain_names, dtype="<f4", change=None):
    with h5py.File(file, "w") as h5:
        h5.attrs["layer_names"] = [layer.encode() for layer in weights]
        h5.create_group(names("input_1")[0].rpartition("/")[0])
        for layer, (kernel, bias) in weights.items():
            kernel_name, bias_name = names(layer)
            h5.create_dataset(kernel_name, data=hwio(kernel).astype(dtype))
            h5.create_dataset(bias_name, data=bias.astype(dtype))
        if change:
            change(h5)


def replaced(name, value):
    def change(h5):
        del h5[name]
        h5.create_dataset(name, data=value)

    return change


def deleted(name):
    def change(h5):
        del h5[name]

    return change


def keras_files(folder):
    weights = vgg19_weights(1)
    kernel_name, bias_name = plain_names("block2_conv1")
    kernel, bias = hwio(weights["block2_conv1"][0]), weights["block2_conv1"][1]

    write_keras(folder / "keras.h5", weights)
    write_keras(folder / "keras_half.h5", weights, dtype="<f2")
    write_keras(folder / "keras_double.h5", weights, dtype="<f8")
    write_keras(folder / "keras_big_endian.h5", weights, dtype=">f4")
    write_keras(folder / "keras_submodel.h5", weights, names=submodel_names)

    def add_optimizer(h5):
        for layer, (k, b) in weights.items():
            h5[f"optimizer_weights/{layer}/kernel/m:0"] = hwio(k) * 0
            h5[f"optimizer_weights/{layer}/bias/m:0"] = b * 0

    write_keras(folder / "keras_saved_model.h5", weights, nested_names, change=add_optimizer)

    vgg16 = {layer: value for layer, value in weights.items() if layer[6:] != "_conv4"}
    write_keras(folder / "vgg16.h5", vgg16)

    def damaged(name, change):
        write_keras(folder / f"keras_{name}.h5", weights, change=change)

    def altered(array, index, value):
        array = array.copy()
        array[index] = value
        return array

    damaged("no_kernel", deleted(kernel_name))
    damaged("no_bias", deleted(bias_name))
    damaged("empty_group", lambda h5: (deleted(kernel_name)(h5), deleted(bias_name)(h5)))
    damaged("two_kernels", lambda h5: h5.create_dataset("block2_conv1/more", data=kernel))
    damaged("nan", replaced(kernel_name, altered(kernel, (1, 2, 0, 1), np.nan)))
    damaged("infinite", replaced(bias_name, altered(bias, 2, -np.inf)))
    damaged("beyond_float", replaced(bias_name, np.array([0, 1e300, 0])))
    damaged("integer", replaced(kernel_name, np.ones(kernel.shape, np.int32)))
    damaged("text", replaced(bias_name, [b"a", b"b", b"c"]))
    damaged("five", replaced(kernel_name, np.zeros((5, 5, 2, 3), np.float32)))
    damaged("oihw", replaced(kernel_name, weights["block2_conv1"][0]))
    damaged("chain", replaced(kernel_name, np.zeros((3, 3, 7, 3), np.float32)))
    damaged("long_bias", replaced(bias_name, np.zeros(4, np.float32)))
    damaged("deep_nan", replaced(plain_names("block5_conv4")[1], np.full(2, np.nan)))

    def without_data(shape, **options):
        def change(h5):
            del h5[kernel_name]
            h5.create_dataset(kernel_name, shape, "f4", **options)

        return change

    def compressed(h5):
        del h5[kernel_name]
        h5.create_dataset(kernel_name, data=kernel, compression="gzip", shuffle=True)

    damaged("no_data", without_data((3, 3, 2, 3)))
    damaged("huge", without_data((3, 3, 2, 2**40), chunks=(3, 3, 2, 1)))
    damaged("compressed", compressed)

    # Whatever leads out of the file must not be followed, even when the numbers there are good.
    write_keras(folder / "keras_outside.h5", {"block2_conv1": weights["block2_conv1"]})
    kernel.tofile(folder / "keras_outside.raw")
    outside = h5py.ExternalLink("keras_outside.h5", "/block2_conv1")

    def external_link(h5):
        del h5["block2_conv1"]
        h5["block2_conv1"] = outside

    def external_data(h5):
        del h5[kernel_name]
        h5.create_dataset(
            kernel_name,
            kernel.shape,
            "f4",
            external=[(str(folder / "keras_outside.raw"), 0, h5py.h5f.UNLIMITED)],
        )

    def virtual_data(h5):
        del h5[kernel_name]
        layout = h5py.VirtualLayout(kernel.shape, "f4")
        layout[:] = h5py.VirtualSource(
            str(folder / "keras_outside.h5"), kernel_name, kernel.shape, "f4"
        )
        h5.create_virtual_dataset(kernel_name, layout)

    damaged("external_link", external_link)
    damaged("external_data", external_data)
    damaged("virtual_data", virtual_data)

    def circle(h5):
        h5["block1_pool/back"] = h5["/"]

    damaged("circle", circle)
    with h5py.File(folder / "other.h5", "w") as h5:
        h5["temperature"] = np.arange(5.0)
    return weights


# --- safetensors -------------------------------------------------------------------------------


def encoded(array, dtype):
    if dtype == "BF16":  # the upper half of a float32
        return (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return array.astype({"F16": "<f2", "F32": "<f4", "F64": "<f8", "I64": "<i8"}[dtype]).tobytes()


def write_safetensors(file, tensors, metadata=None):
    """tensors: {name: (array, dtype)}"""
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, (array, dtype) in tensors.items():
        numbers = encoded(array, dtype)
        header[name] = {
            "dtype": dtype,
            "shape": list(array.shape),
            "data_offsets": [len(data), len(data) + len(numbers)],
        }
        data += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(struct.pack("<Q", len(text)) + text + data)


def torchvision_tensors(weights):
    tensors = {}
    for (kernel, bias), index in zip(weights.values(), TORCHVISION_INDICES):
        tensors[f"features.{index}.weight"] = (kernel, "F32")
        tensors[f"features.{index}.bias"] = (bias, "F32")
    return tensors


def safetensors_files(folder):
    torchvision = vgg19_weights(2)
    tensors = torchvision_tensors(torchvision)
    tensors["head.fc.weight"] = (np.zeros((5, 2)), "F32")
    write_safetensors(folder / "torchvision.safetensors", tensors, {"format": "pt"})
    write_safetensors(folder / "torchvision_plain.safetensors", tensors)
    tensors["features.1.weight"] = (np.zeros(2), "F32")
    write_safetensors(folder / "batch_normalisation.safetensors", tensors, {"format": "pt"})

    project = random_weights(["first", "second", "third"], [4, 3, 2], 3)
    types = {"first": ("F16", "F32"), "second": ("BF16", "F64"), "third": ("F64", "BF16")}
    tensors = {}
    for layer, (kernel, bias) in project.items():
        tensors[f"{layer}.weight"] = (kernel, types[layer][0])
        tensors[f"{layer}.bias"] = (bias, types[layer][1])
    tensors["unused.counter"] = (np.array(7), "I64")
    metadata = {
        "format": "style-transfer-model",
        "format_version": "1",
        "name": "tiny – 3 layers",
        "layers": ",".join(PROJECT_LAYERS),
        "activation": "relu",
        "input": "bgr-0-255-minus-mean",
        "mean": "1.5,2.25,250",
        "licence": "none",
        "style_scale.first": "12.5",
        "style_scale.third": "1e-3",
        "content_scale.second": "3",
    }
    write_safetensors(folder / "project.safetensors", tensors, metadata)
    return torchvision, project


def vgg19_numbers(file):
    """Sums and single numbers of each layer, as h5py reads them."""
    result = {}
    with h5py.File(file, "r") as h5:
        for layer in LAYERS:
            sets = [d[()] for d in h5[layer].values()]
            (kernel,) = [d for d in sets if d.ndim == 4]
            (bias,) = [d for d in sets if d.ndim == 1]
            outputs, inputs = kernel.shape[3], kernel.shape[2]
            places = [(0, 0, 0, 1), (1, 2, 0, 2), (outputs - 1, inputs - 1, 2, 0)]
            result[layer] = {
                "shape": [outputs, inputs, 3, 3],
                "kernel": [[*p, float(kernel[p[2], p[3], p[1], p[0]])] for p in places],
                "kernel_sum": float(kernel.sum(dtype=np.float64)),
                "bias_last": float(bias[-1]),
                "bias_sum": float(bias.sum(dtype=np.float64)),
            }
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--vgg19", type=pathlib.Path)
    arguments = parser.parse_args()
    folder = arguments.folder
    if arguments.vgg19:
        (folder / "vgg19.json").write_text(json.dumps(vgg19_numbers(arguments.vgg19)))
        return
    keras = keras_files(folder)
    torchvision, project = safetensors_files(folder)
    expected = {
        "keras": as_json(keras),
        "torchvision": as_json(torchvision),
        "project": as_json(project),
    }
    (folder / "expected.json").write_text(json.dumps(expected))
    # Every number of 16 bits with what NumPy makes of it.
    halves = np.arange(65536, dtype=np.uint16).view(np.float16).astype("<f4")
    (folder / "halves.f32").write_bytes(halves.tobytes())


if __name__ == "__main__":
    main()
