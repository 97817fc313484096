#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks matching.py itself (finite differences, cases that are known by hand) and that
matching.json still is what it gives. --write makes that file anew.
"""

import sys
from dataclasses import asdict
from pathlib import Path

try:
    import numpy as np
except ImportError:
    print("skipped: NumPy (python3-numpy) is not installed")
    sys.exit(77)

from golden_file import write_or_check
from matching import Matching, positions, vector_loss
from objective import Weights
from objective_golden import check_finite_differences, summary
from tiny_network import tiny_masks, tiny_network, tiny_pictures

FILE = Path(__file__).with_name("matching.json")
# Single precision must not choose other neighbours.
LEAST_MARGIN = 1e-5
WAVES = {"width": 264, "height": 21, "base": 0.0, "picture": 0.4}


def wave_picture(width, height, phase):
    """One that a test can make again from the formula, longer than the style is turned for."""
    c, y, x = np.mgrid[0:3, 0:height, 0:width]
    wave = np.sin((0.11 + 0.05 * c) * x + (0.31 - 0.07 * c) * y + 0.002 * x * y + 2 * c + phase)
    return 127 + 110 * wave


# ---- checks of the reference itself -----------------------------------------------------------


def check_by_hand():
    # Equal vectors have no loss; opposite ones of the same length 2 · 2; twice the length 1.
    equal, gradient = vector_loss([3, 4], [3, 4], 0)
    assert equal == 0 and np.abs(gradient).max() < 1e-15
    assert abs(vector_loss([-3, -4], [3, 4], 0)[0] - 4) < 1e-15
    assert abs(vector_loss([6, 8], [3, 4], 0)[0] - 1) < 1e-15
    # A right angle and four times the length: (4 - 1)² + 2 · 2 · 1.
    assert abs(vector_loss([0, 4], [1, 0], 0)[0] - 13) < 1e-15
    # 37 rows: 9 places, of which the last two look at the last of 4 positions.
    assert [positions(place, 8, 4).start for place in range(9)] == [0, 0, 1, 1, 2, 2, 3, 3, 3]
    assert positions(2, 1, 37) == slice(8, 12) and positions(2, 2, 18) == slice(4, 6)


# ---- the golden file --------------------------------------------------------------------------


def loss_case(vector, target, least):
    loss, gradient = vector_loss(vector, target, least)
    return {
        "vector": vector,
        "target": target,
        "least": least,
        "loss": loss,
        "gradient": gradient,
    }


def losses():
    random = np.random.RandomState(5)
    some = [random.normal(size=6).round(3).tolist() for _ in range(4)]
    zero = [0.0] * 6
    return [
        loss_case(some[0], some[1], 1e-6),
        loss_case(some[0], [-value for value in some[0]], 1e-6),
        loss_case(some[2], some[2], 1e-6),
        loss_case(some[2], [100 * value for value in some[3]], 1e-6),
        loss_case([1e-4 * value for value in some[1]], some[3], 1e-6),
        loss_case(some[3], some[1], 0.5),
        loss_case(zero, some[0], 1e-6),
        loss_case(some[0], zero, 1e-6),
        loss_case(zero, zero, 1e-6),
    ]


def case(network, base, style, picture, weights, masks=(None, None), painted=None):
    function = Matching(network, base, style, weights, masks, painted)
    assert function.margin > LEAST_MARGIN, function.margin
    terms, gradient = function.evaluate(picture)
    check_finite_differences(function.evaluate, picture, gradient)
    return {
        "weights": dict(asdict(weights), style_layers=list(weights.style_layers)),
        "terms": terms,
        "gradient": summary(gradient),
    }


def golden():
    check_by_hand()
    network = tiny_network()
    base, style, picture = tiny_pictures()
    masks = tiny_masks()
    usual = Weights(content_layer="block4_conv2")
    other = Weights(0.5, 3, 20, (0.3, 0, 0.2, 0.7, 1.5), "block3_conv1")
    photo = Weights(content=1.28, content_layer="block4_conv2")
    sides = WAVES["width"], WAVES["height"]
    waves = [wave_picture(*sides, WAVES[name]) for name in ("base", "picture")]
    return {
        "made_by": "tests/reference/matching_golden.py --write",
        "losses": losses(),
        "waves": WAVES,
        "cases": {
            "default": case(network, base, style, picture, usual),
            "content_at_block5": case(network, base, style, picture, Weights()),
            "painted": case(network, base, style, picture, usual, painted=picture),
            "other_weights": case(network, base, style, picture, other, painted=picture),
            "as_the_photo": case(network, base, style, picture, photo, painted=picture),
            "masked": case(network, base, style, picture, usual, masks, picture),
            "base_masked": case(network, base, style, picture, other, (masks[0], None)),
            "style_masked": case(network, base, style, picture, usual, (None, masks[1])),
            "small_style": case(network, base, style[:, 8:19, 10:24], picture, usual),
            "not_turned": case(network, waves[0], style, waves[1], usual, painted=waves[1]),
        },
    }


if __name__ == "__main__":
    sys.exit(write_or_check(FILE, golden(), 1e-9))
