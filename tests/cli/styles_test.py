# SPDX-License-Identifier: GPL-3.0-or-later
"""Several styles and regions in the real command line. Usage: styles_test.py PROGRAM [unittest
arguments]
"""

import json
import shutil
import subprocess
import unittest

import numpy as np
from PIL import Image
from command_line import PROGRAM, CommandLine, photo


class Styles(CommandLine):
    def setUp(self):
        super().setUp()
        # So far from each other that each paints in colours of its own.
        y, x = np.mgrid[0:64, 0:64]
        waves = 30 * np.sin(x / 3 + np.sin(y / 5))
        self.red, self.blue = self.folder / "red.png", self.folder / "blue.png"
        for file, colour in [(self.red, (200, 60, 50)), (self.blue, (40, 70, 190))]:
            Image.fromarray(
                np.clip(np.array(colour) + waves[..., None], 0, 255).astype(np.uint8)).save(file)
        Image.fromarray(photo(48, 36)).save(self.base)
        self.inputs |= {"red.png", "blue.png"}

    def painted(self, *options):
        command = [
            PROGRAM, str(self.base), "-o", str(self.output), "--force", "--size", "48", "--iterations", "2",
            "--evaluations", "8", "--threads", "1", "--model", "preview", *map(str, options)]
        self.assert_done(self.run_program(command))
        return np.asarray(Image.open(self.output).convert("RGB")).astype(float)

    def mask(self, name, values):
        file = self.folder / name
        Image.fromarray((np.asarray(values) * 255).astype(np.uint8)).save(file)
        self.inputs.add(name)
        return file

    def test_style_names_one_as_the_argument_does(self):
        one = self.painted(self.red)
        np.testing.assert_array_equal(self.painted("--style", self.red), one)
        np.testing.assert_array_equal(self.painted("--style", f"{self.red}:3"), one)

    def test_gif_and_avif_paint_as_png_does(self):
        one = self.painted(self.red)
        exact = self.folder / "red.gif"
        palette = Image.open(self.red).quantize(256)  # it has fewer colours
        np.testing.assert_array_equal(palette.convert("RGB"), Image.open(self.red))
        palette.save(exact)
        np.testing.assert_array_equal(self.painted(exact), one)
        if not shutil.which("heif-enc"):
            self.skipTest("AVIF is made by heif-enc (libheif-examples)")
        near = self.folder / "red.avif"
        subprocess.run(
            ["heif-enc", "--avif", "--lossless", "-p", "chroma=444", "-o", near, self.red],
            capture_output=True, check=True)
        found = self.painted("--style", near)
        self.assertLess(np.abs(found - one).mean(), 10)
        self.assertGreater(np.abs(found - self.painted(self.blue)).mean(), 30)

    def test_weights_say_how_much_each_has_of_the_picture(self):
        def redness(*options):
            picture = self.painted(*options)
            return (picture[..., 0] - picture[..., 2]).mean()

        shares = [
            redness("--style", f"{self.red}:{share}", "--style", f"{self.blue}:{1 - share}")
            for share in (0.1, 0.5, 0.9)]
        self.assertEqual(shares, sorted(shares))
        self.assertGreater(shares[2] - shares[0], 50)

    def test_regions_have_their_styles_and_no_seam(self):
        right = np.zeros((36, 48))
        right[:, 24:] = 1
        region = self.mask("right.png", right)
        for method in ("matching", "gram"):
            picture = self.painted(
                "--style", self.red, "--style", self.blue, "--region", region, "--method", method,
                *(["--style-weight", 1e4, "--evaluations", 20] if method == "gram" else []))
            redness = picture[..., 0] - picture[..., 2]
            self.assertGreater(redness[:, :18].mean(), 10, method)
            self.assertLess(redness[:, 30:].mean(), -10, method)

    def test_what_no_region_covers_stays_the_photo(self):
        covered = np.zeros((72, 96))  # of another size than the base, and its shape
        covered[:, :48] = 1
        picture = self.painted("--style", self.red, "--region", self.mask("left.png", covered))
        before = np.asarray(Image.open(self.base)).astype(float)
        self.assertLessEqual(np.abs(picture - before)[:, 26:].max(), 1)
        self.assertGreater(np.abs(picture - before)[:, :22].mean(), 10)

    def test_soft_edges_stay_soft(self):
        ramp = np.tile(np.linspace(1, 0, 48), (36, 1))
        picture = self.painted("--style", self.red, "--region", self.mask("ramp.png", ramp))
        before = np.asarray(Image.open(self.base)).astype(float)
        change = np.abs(picture - before).mean(axis=(0, 2))
        self.assertGreater(change[:8].mean(), change[20:28].mean())
        self.assertGreater(change[20:28].mean(), change[-8:].mean())
        self.assertLess(change[-2:].mean(), 4)

    def test_a_report_names_them_all(self):
        region = self.mask("all.png", np.ones((36, 48)))
        file = self.folder / "report.json"
        self.painted(
            "--style", f"{self.red}:2", "--style", self.blue, "--region", region, "--report", file)
        styles = json.loads(file.read_text())["styles"]
        self.assertEqual([style["weight"] for style in styles], [2, 1])
        self.assertEqual([style.get("region") for style in styles], [None, str(region)])

    def test_bundled_paintings_have_names(self):
        self.refused(1, "no_such_painting", "no_such_painting")
        self.assertEqual(self.painted("great_wave").shape, (36, 48, 3))

    def refused(self, code, sentence, *options):
        command = [PROGRAM, str(self.base), "-o", str(self.output), *map(str, options)]
        self.assert_refused(self.run_program(command), code, sentence)

    def test_what_means_nothing_is_refused(self):
        nothing = self.mask("nothing.png", np.zeros((36, 48)))
        upright = self.mask("upright.png", np.ones((48, 36)))
        self.refused(2, "style: expected a picture")
        self.refused(2, "must follow the --style", "--region", nothing, "--style", self.red)
        self.refused(
            2, "style: 17 are given, at most 16", *["--style", self.red] * 17)
        self.refused(2, "above 0", "--style", f"{self.red}:0")
        self.refused(1, "style 2 covers nothing", "--style", self.red, "--style", self.blue,
                     "--region", nothing)
        self.refused(1, "has 36×48 pixels; it must have the shape", "--style", self.red,
                     "--region", upright)
        self.refused(1, "no.png", "--style", self.red, "--region", self.folder / "no.png")

    def test_a_name_with_a_colon_is_a_name(self):
        file = self.folder / "red.png:2"
        self.red.rename(file)
        self.inputs = {name for name in self.inputs if name != "red.png"} | {file.name}
        self.painted("--style", file)


if __name__ == "__main__":
    unittest.main()
