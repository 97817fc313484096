#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the objective of objective.py itself (finite differences, the published formulas, torch
where it is installed) and that objective.json still is what it gives. --write makes that file anew.
"""

import sys
from pathlib import Path

try:
    import numpy as np
except ImportError:
    print("skipped: NumPy (python3-numpy) is not installed")
    sys.exit(77)

import objective
from golden_file import write_or_check
from objective import POOL, STYLE_LAYERS, Objective, Weights
from tiny_network import formula_picture, tiny_maps, tiny_masks, tiny_network, tiny_pictures

FILE = Path(__file__).with_name("objective.json")
FORMULA_SIDE = 500
FORMULA_SHIFTS = {"base": 0, "style": 97, "picture": 10}
SCALES = {
    "style": dict(zip(STYLE_LAYERS, (2.0, 0.5, 3.0, 0.25, 8.0))),
    "content": {"block5_conv2": 4.0, "block4_conv2": 0.5},
}


# ---- checks of the reference itself -----------------------------------------------------------


def published_terms(network, base, style, picture):
    """The method as published for equal sizes, written down once more in its own words: losses of
    unnormalised Gram matrices over 4·3²·size², no balance factor. Not differentiated."""
    size = picture.shape[1] * picture.shape[2]
    names = list(STYLE_LAYERS) + ["block5_conv2"]
    of_base, of_style, of_picture = (
        objective.features(network, p, names) for p in (base, style, picture)
    )
    terms = {"content": 0.08 * np.square(of_picture[names[5]] - of_base[names[5]]).sum()}
    terms["style"] = []
    for name, weight in zip(STYLE_LAYERS, (0.1, 0.1, 0.4, 0.3, 0.1)):
        wanted = np.einsum("iyx,jyx->ij", of_style[name], of_style[name])
        found = np.einsum("iyx,jyx->ij", of_picture[name], of_picture[name])
        terms["style"].append(weight * np.square(wanted - found).sum() / (4.0 * 3**2 * size**2))
    height, width = picture.shape[1:]
    a = np.square(picture[:, : height - 1, : width - 1] - picture[:, 1:, : width - 1])
    b = np.square(picture[:, : height - 1, : width - 1] - picture[:, : height - 1, 1:])
    terms["variation"] = np.power(a + b, 1.25).sum()
    terms["total"] = terms["content"] + sum(terms["style"]) + terms["variation"]
    return terms


def flat_terms(terms):
    return [terms["content"], *terms["style"], terms["variation"], terms["total"]]


def check_published(network):
    """At 500×500 with a style of the same size, k is 1 and nothing differs."""
    base, style, picture = (
        formula_picture(FORMULA_SIDE, FORMULA_SIDE, shift) for shift in FORMULA_SHIFTS.values()
    )
    published = published_terms(network, base, style, picture)
    terms, gradient = Objective(network, base, style).evaluate(picture)
    np.testing.assert_allclose(flat_terms(terms), flat_terms(published), rtol=1e-10)
    return published, gradient


def check_finite_differences(function, picture, gradient):
    random = np.random.RandomState(3)
    for _ in range(5):
        direction = random.normal(size=picture.shape)
        step = 1e-5
        rise = function(picture + step * direction)[0]["total"]
        fall = function(picture - step * direction)[0]["total"]
        expected = (rise - fall) / (2 * step)
        found = float((gradient * direction).sum())
        size = np.linalg.norm(gradient)
        assert abs(found - expected) < 1e-5 * size, (found, expected, size)


def check_torch(network, base, style, picture, weights, terms, gradient):
    """The same once more with torch's convolutions, pools and automatic differentiation."""
    try:
        import torch
        from torch.nn import functional
    except ImportError:
        print("torch is not installed: not compared with its automatic differentiation")
        return

    def tapped(values):
        mean = torch.tensor(network.mean, dtype=torch.float64).view(3, 1, 1)
        maps = (values[list(network.order)] - mean)[None]
        found = {}
        for layer in network.layers:
            if layer == POOL:
                maps = functional.max_pool2d(maps, 2)
            else:
                kernel = torch.tensor(network.kernels[layer])
                bias = torch.tensor(network.biases[layer])
                maps = functional.conv2d(maps, kernel, bias, padding=1)
                maps = found[layer] = functional.relu(maps)
        return found

    def normalised_gram(maps, values):
        return torch.einsum("niyx,njyx->ij", maps, maps) / (values.shape[1] * values.shape[2])

    x = torch.tensor(picture, requires_grad=True)
    p, a = torch.tensor(base), torch.tensor(style.copy())
    found, of_base, of_style = tapped(x), tapped(p), tapped(a)
    k = weights.balance_size**2 / (x.shape[1] * x.shape[2])
    layer = weights.content_layer
    total = weights.content * k * network.content_scale.get(layer, 1) * (
        (found[layer] - of_base[layer]) ** 2
    ).sum()
    for name, weight in zip(STYLE_LAYERS, weights.style_layers):
        difference = normalised_gram(found[name], x) - normalised_gram(of_style[name], a)
        scale = network.style_scale.get(name, 1)
        total = total + weights.style * weight * scale * (difference**2).sum() / 36
    down = x[:, 1:, :-1] - x[:, :-1, :-1]
    right = x[:, :-1, 1:] - x[:, :-1, :-1]
    total = total + weights.variation * k * ((down**2 + right**2) ** 1.25).sum()
    total.backward()
    np.testing.assert_allclose(terms["total"], total.item(), rtol=1e-11)
    np.testing.assert_allclose(gradient, x.grad.numpy(), rtol=1e-8, atol=1e-8 * abs(gradient).max())


# ---- the golden file --------------------------------------------------------------------------


def summary(values):
    """Sum, sum of squares, and values at places spread over the array, all in row order."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    places = sorted({int(place) for place in np.linspace(0, flat.size - 1, 12)})
    return {
        "shape": list(np.shape(values)),
        "sum": float(flat.sum()),
        "square_sum": float((flat**2).sum()),
        "places": places,
        "values": [float(flat[place]) for place in places],
    }


def case(network, base, style, picture, weights, masks=(None, None)):
    function = Objective(network, base, style, weights, *masks)
    terms, gradient = function.evaluate(picture)
    check_finite_differences(function.evaluate, picture, gradient)
    if masks[0] is None and not network.maps and not weights.balanced:
        check_torch(network, base, style, picture, weights, terms, gradient)
    settings = dict(vars(weights), style_layers=list(weights.style_layers))
    return {
        "weights": settings,
        "terms": terms,
        "gradient": summary(gradient),
        "gradient_l2": float(np.linalg.norm(gradient)),
    }


def golden():
    network = tiny_network()
    base, style, picture = tiny_pictures()
    layers = [layer for layer in network.layers if layer != POOL]
    maps = objective.features(network, picture, layers)
    # The gradient of a sum of random multiples of the maps of several layers: the network's
    # backward pass alone.
    taps = ("block1_conv1", "block3_conv4", "block5_conv2")
    random = np.random.RandomState(4)
    factors = {tap: random.randint(-8, 9, maps[tap].shape).astype(np.float64) for tap in taps}
    back = objective.backward(network, objective.forward(network, picture, taps), factors)

    other = Weights(0.5, 3, 0.01, (0.3, 0, 0.2, 0.7, 1.5), "block4_conv2", 120)
    cases = {
        "default": case(network, base, style, picture, Weights()),
        "at_the_start": case(network, base, style, base, Weights()),
        "other_weights": case(network, base, style, picture, other),
        "same_size": case(network, base, picture[:, ::-1], picture, Weights()),
    }
    network.style_scale, network.content_scale = SCALES["style"], SCALES["content"]
    cases["scaled"] = case(network, base, style, picture, Weights())
    network.style_scale, network.content_scale = {}, {}
    balanced = Weights(0.3, 2, 0.1, (1, 1, 0, 1, 0.5), "block4_conv2", 200, True)
    cases["balanced"] = case(network, base, style, picture, balanced)
    network.maps = maps_of_layers = tiny_maps()
    cases["mapped"] = case(network, base, style, picture, Weights())
    network.maps = {}
    masks = tiny_masks()
    cases["masked"] = case(network, base, style, picture, Weights(), masks)
    network.maps = maps_of_layers
    cases["mapped_and_masked"] = case(network, base, style, picture, Weights(), masks)
    cases["balanced_mapped_and_masked"] = case(network, base, style, picture, balanced, masks)
    network.maps = {}
    at_style_layer = Weights(content_layer="block4_conv1")
    cases["content_at_a_style_layer"] = case(network, base, style, picture, at_style_layer)
    published, gradient = check_published(network)

    def plain(array):
        return [int(v) if float(v).is_integer() else float(v) for v in np.ravel(array)]

    return {
        "made_by": "tests/reference/objective_golden.py --write",
        "layers": network.layers,
        "convolutions": {
            layer: {
                "shape": list(network.kernels[layer].shape),
                "kernel": plain(network.kernels[layer] * 1024),
                "bias": plain(network.biases[layer] * 1024),
                "unit": 1 / 1024,
            }
            for layer in layers
        },
        "pictures": {
            name: {"shape": list(values.shape), "values": plain(values)}
            for name, values in (("base", base), ("style", style), ("picture", picture))
        },
        "masks": {
            name: {"shape": list(mask.shape), "values": plain(mask)}
            for name, mask in zip(("base", "style"), masks)
        },
        "maps": {layer: plain(matrix) for layer, matrix in maps_of_layers.items()},
        "features": {layer: summary(maps[layer]) for layer in layers},
        "backward": {
            "factors": {tap: plain(factors[tap]) for tap in taps},
            "gradient": summary(back),
        },
        "scales": SCALES,
        "cases": cases,
        "published_500": {
            "shifts": FORMULA_SHIFTS,
            "terms": published,
            "gradient": summary(gradient),
        },
    }


if __name__ == "__main__":
    sys.exit(write_or_check(FILE, golden(), 1e-9))
