# SPDX-License-Identifier: GPL-3.0-or-later
"""The named proof sheets show what the published method's description finds: more content weight brings
the picture closer to the photo, more style weight closer to the painting, more variation weight makes it
smoother. Usage: findings_test.py PROGRAM [unittest arguments]
"""

import json
import os
import unittest
from pathlib import Path

import numpy as np
from PIL import Image
from command_line import PROGRAM, CommandLine

PHOTO = Path(os.environ["STYLE_TRANSFER_DATA"]) / "samples" / "colosseum.jpg"


class Findings(CommandLine):
    def cells(self, name):
        """The cells, each with its picture."""
        told = self.folder / "cells.json"
        self.assert_done(
            self.run_program(
                [PROGRAM, "sheet", str(PHOTO), "starry_night", "-o", str(self.output), "--force",
                 "--sheet", name, "--size", "64", "--iterations", "8", "--no-enhance", "--threads", "1",
                 "--report", str(told)]))
        cells = json.loads(told.read_text())["cells"]
        whole = np.asarray(Image.open(self.output)).astype(float)
        for cell in cells:
            area = cell["area"]
            cell["picture"] = whole[
                area["y"]:area["y"] + area["height"], area["x"]:area["x"] + area["width"]]
        return cells

    def assert_falls(self, values):
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertLess(values[-1], 0.9 * values[0], values)

    def test_content_weight_brings_it_closer_to_the_photo(self):
        self.assert_falls(
            [cell["final"]["content"] / cell["settings"]["content-weight"]
             for cell in self.cells("content")])

    def test_style_weight_brings_it_closer_to_the_painting(self):
        self.assert_falls(
            [sum(cell["final"]["style"]) / cell["settings"]["style-weight"]
             for cell in self.cells("style")])

    def test_variation_weight_makes_it_smoother(self):
        cells = self.cells("variation")
        self.assert_falls(
            [cell["final"]["variation"] / cell["settings"]["variation-weight"] for cell in cells])
        # As seen, whatever the program calls it.
        self.assert_falls(
            [sum(np.abs(np.diff(cell["picture"], axis=axis)).mean() for axis in (0, 1))
             for cell in cells])


if __name__ == "__main__":
    unittest.main()
