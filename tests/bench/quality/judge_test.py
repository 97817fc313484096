#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""judge.py on pictures whose verdict can be told by hand."""

import contextlib
import io
import json
import math
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

try:
    import numpy as np
    from PIL import Image

    import judge
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def plain(colour, height=64, width=64):
    return np.broadcast_to(np.array(colour, float), (height, width, 3)).copy()


def ramp():
    """Brighter from left to right, luminance in equal steps."""
    return np.broadcast_to(np.linspace(60, 120, 64)[None, :, None], (64, 64, 3)).copy()


def noise(seed):
    return np.random.default_rng(seed).uniform(20, 235, (64, 64, 3))


def lab(lightness, a=0.0, b=0.0):
    return plain((lightness, a, b))


class Colours(unittest.TestCase):
    def assert_lab(self, rgb, expected):
        found = judge.to_lab(np.array(rgb, float)[None, None])[0, 0]
        np.testing.assert_allclose(found, expected, atol=0.05)

    def test_known_colours(self):
        # CIE's own values for the primaries of sRGB under D65.
        self.assert_lab(WHITE, (100, 0, 0))
        self.assert_lab(BLACK, (0, 0, 0))
        self.assert_lab((255, 0, 0), (53.24, 80.09, 67.20))
        self.assert_lab((0, 0, 255), (32.30, 79.19, -107.86))
        self.assert_lab((119, 119, 119), (50.03, 0, 0))

    def test_halves(self):
        picture = np.arange(15.0).reshape(3, 5, 1)
        # (0+1+5+6)/4 and (2+3+7+8)/4; the third row and the fifth column are left out.
        np.testing.assert_array_equal(judge.halved(picture), [[[3.0], [5.0]]])


class Patches(unittest.TestCase):
    def distance(self, one, other):
        return judge.patch_distance(judge.patch_quantiles(one), judge.patch_quantiles(other))

    def test_base_is_one_and_style_is_zero(self):
        base, style = noise(1), ramp()
        judged = judge.Judge(base, style)
        self.assertAlmostEqual(judged(base)["patches"], 1, 12)
        self.assertEqual(judged(style)["patches"], 0)

    def test_grows_with_the_difference(self):
        one = self.distance(lab(50), lab(60))
        self.assertAlmostEqual(self.distance(lab(50), lab(70)), 2 * one, 9)
        self.assertAlmostEqual(self.distance(lab(70), lab(50)), 2 * one, 9)
        # A patch that differs by 10 in 49 of its 147 values differs by 10·|Σ of 49 components|
        # along a unit vector: on average 10·√(49/147)·√(2/π) = 4.607.
        self.assertAlmostEqual(one, 4.607, delta=0.4)

    def test_half_way_is_a_half(self):
        judged = judge.Judge(plain((119, 119, 119)), plain(WHITE))
        # Gray of lightness 75.01, in the middle between 50.03 and 100.
        self.assertAlmostEqual(judged(plain((184.6, 184.6, 184.6)))["patches"], 0.5, delta=0.002)

    def test_order_of_patches_does_not_count(self):
        style = noise(2)
        turned = np.concatenate([style[32:], style[:32]])
        judged = judge.Judge(plain(BLACK), style)
        # The patches across the seam are new ones; at a quarter of the size two rows of five are.
        self.assertLess(judged(turned)["patches"], 0.06)

    def test_each_scale_has_its_part(self):
        board = lab(50) + np.indices((64, 64)).sum(axis=0)[..., None] % 2 * 20 - 10
        fine, flat = judge.patch_quantiles(board), judge.patch_quantiles(lab(50))
        self.assertGreater(np.abs(fine[0] - flat[0]).max(), 1)
        np.testing.assert_allclose(fine[1:], flat[1:], atol=1e-9)  # means of 2×2 are all 50

    def test_the_same_picture_thrice(self):
        picture = noise(3)
        self.assertEqual(judge.Judge(picture, picture)(picture)["patches"], 0)
        self.assertEqual(judge.Judge(picture, picture)(ramp())["patches"], math.inf)


class Structure(unittest.TestCase):
    def structure(self, base, result):
        return judge.structure(judge.to_lab(base), judge.to_lab(result))

    def test_of_itself(self):
        for picture in (ramp(), noise(4)):
            self.assertAlmostEqual(self.structure(picture, picture), 1, 12)

    def test_inverted_and_across(self):
        picture = judge.to_lab(ramp())
        self.assertAlmostEqual(judge.structure(picture, -picture), -1, 12)
        across = picture.transpose(1, 0, 2)
        self.assertAlmostEqual(judge.structure(picture, across), 0, 12)

    def test_contrast_and_brightness_do_not_count(self):
        picture = judge.to_lab(noise(5))
        self.assertAlmostEqual(judge.structure(picture, picture / 3 + 20), 1, 12)

    def test_flat_pictures(self):
        self.assertEqual(self.structure(plain(WHITE), plain(BLACK)), 1)
        self.assertEqual(self.structure(ramp(), plain(BLACK)), 0)

    def test_finest_grain_does_not_count(self):
        board = np.indices((64, 64)).sum(axis=0) % 2 * 40.0
        picture = judge.to_lab(ramp())
        speckled = picture + board[..., None]
        self.assertAlmostEqual(judge.structure(picture, speckled), 1, 12)


class Specks(unittest.TestCase):
    def test_salt(self):
        base = plain((100, 100, 100))
        salted = base.copy()
        salted[4:60:4, 4:60:4] = WHITE  # 14 × 14 pixels, each alone in its neighbourhood
        judged = judge.Judge(base, base)
        self.assertEqual(judged(base)["specks"], 0)
        self.assertAlmostEqual(judged(salted)["specks"], 14 * 14 / 64**2, 12)

    def test_as_speckled_as_the_style(self):
        style = noise(6)
        verdict = judge.Judge(plain(BLACK), style)(style)
        self.assertAlmostEqual(verdict["specks"], 0.005, delta=0.0005)

    def test_only_the_calm_half_counts(self):
        base = plain((100, 100, 100))
        base[:, 40:] = noise(7)[:, 40:]  # nothing changes left of column 35, which is over a half
        salted = base.copy()
        salted[4:60:4, 44:60:4] = WHITE
        self.assertEqual(judge.Judge(base, plain(BLACK))(base)["specks"], 0)
        self.assertEqual(judge.Judge(base, plain(BLACK))(salted)["specks"], 0)

    def test_edges_are_no_specks(self):
        edge = plain(BLACK)
        edge[:, 32:] = WHITE
        self.assertEqual(judge.Judge(plain(BLACK), plain(BLACK))(edge)["specks"], 0)


class Clipped(unittest.TestCase):
    def clipped(self, style, result):
        return judge.Judge(ramp(), style)(result)["clipped"]

    def test_white_and_black(self):
        self.assertEqual(self.clipped(ramp(), plain(WHITE)), 1)
        self.assertEqual(self.clipped(ramp(), plain(BLACK)), 1)
        self.assertEqual(self.clipped(ramp(), plain((254, 1, 128))), 0)

    def test_one_channel_is_enough(self):
        result = ramp()
        result[:16, :, 2] = 255
        self.assertEqual(self.clipped(ramp(), result), 0.25)

    def test_beyond_the_style(self):
        style = ramp()
        style[:16] = BLACK
        self.assertEqual(self.clipped(style, plain(WHITE)), 0.75)
        self.assertEqual(self.clipped(style, ramp()), 0)


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, pixels):
        file = str(Path(self.folder.name) / name)
        Image.fromarray(pixels.round().astype(np.uint8)).save(file)
        return file

    def run_judge(self, *arguments):
        output = io.StringIO()
        with mock.patch.object(sys, "argv", ["judge.py", *arguments]):
            with contextlib.redirect_stdout(output):
                judge.main()
        return output.getvalue()

    def test_sizes(self):
        board = np.indices((512, 1024)).sum(axis=0) % 2 * 200.0
        pixels = judge.load(self.write("a.png", np.repeat(board[..., None], 3, 2)))
        np.testing.assert_array_equal(pixels, np.full((256, 512, 3), 100.0))
        self.assertEqual(judge.load(self.write("b.png", ramp()[:16])).shape, (128, 512, 3))

    @mock.patch.object(judge, "SIDE", 64)
    def test_of_files(self):
        base, style = self.write("base.png", noise(8)), self.write("style.png", ramp())
        verdicts = json.loads(self.run_judge(base, style, base, style, "--json"))
        self.assertAlmostEqual(verdicts[base]["patches"], 1, 12)
        self.assertAlmostEqual(verdicts[base]["structure"], 1, 12)
        self.assertEqual(verdicts[style]["patches"], 0)
        line = self.run_judge(base, style, style)
        self.assertTrue(line.startswith("patches 0.0000  structure "), line)
        self.assertTrue(line.endswith(f"clipped 0.0000 {style}\n"), line)


if __name__ == "__main__":
    unittest.main()
