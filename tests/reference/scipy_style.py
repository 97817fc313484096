#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far SciPy's L-BFGS-B comes on the style objective of the tiny network, started at the base
and restarted every 20 evaluations, as the published example does it. Writes (--write) or checks
scipy_style.json: the lowest loss among the first N evaluations, all of them counted, for several N.
"""

import sys
from pathlib import Path

try:
    from scipy.optimize import fmin_l_bfgs_b
except ImportError as error:
    print(f"skipped: {error} (python3-numpy, python3-scipy)")
    sys.exit(77)

from golden_file import write_or_check
from objective import Objective
from tiny_network import tiny_network, tiny_pictures

FILE = Path(__file__).with_name("scipy_style.json")
EVALUATIONS = (20, 60, 100, 200)
RESTART_AFTER = 20


def lowest_losses():
    base, style, _ = tiny_pictures()
    objective = Objective(tiny_network(), base, style)
    losses = []

    def evaluate(flat):
        terms, gradient = objective.evaluate(flat.reshape(base.shape))
        losses.append(terms["total"])
        return terms["total"], gradient.ravel()

    x = base.ravel()
    while len(losses) < max(EVALUATIONS):
        before = len(losses)
        x, _, _ = fmin_l_bfgs_b(evaluate, x, maxfun=RESTART_AFTER)
        if len(losses) <= before + 1:
            break  # it stays where it is
    return {
        "made_by": "tests/reference/scipy_style.py --write",
        "start": losses[0],
        "lowest": {str(n): min(losses[:n]) for n in EVALUATIONS},
    }


if __name__ == "__main__":
    # Versions of SciPy differ in rounding, which later evaluations magnify.
    sys.exit(write_or_check(FILE, lowest_losses(), 0.02))
