# SPDX-License-Identifier: GPL-3.0-or-later
"""What the real command line paints with the bundled network: files, colours, and the memory that it
takes. Usage: results_test.py PROGRAM [unittest arguments]
"""

import json
import os
import re
import resource
import struct
import subprocess
import unittest

import numpy as np
from PIL import Image
from command_line import PROGRAM, CommandLine, photo


def oklab_of(picture):
    """After Ottosson, 2020, of sRGB 0 … 255."""
    rgb = np.asarray(picture, float) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    cones = linear @ np.array(
        [[0.4122214708, 0.2119034982, 0.0883024619],
         [0.5363325363, 0.6806995451, 0.2817188376],
         [0.0514459929, 0.1073969566, 0.6299787005]])
    return np.cbrt(cones) @ np.array(
        [[0.2104542553, 1.9779984951, 0.0259040371],
         [0.7936177850, -2.4285922050, 0.7827717662],
         [-0.0040720468, 0.4505937099, -0.8086757660]])


def write_network(file, kernel):
    """One layer of the project's own format, all of whose kernels have that value."""
    kernels = np.full((2, 3, 3, 3), kernel, np.float32).tobytes()
    biases = np.zeros(2, np.float32).tobytes()
    header = json.dumps({
        "__metadata__": {
            "format": "style-transfer-model", "format_version": "1", "name": "one layer",
            "activation": "relu", "input": "bgr-0-255-minus-mean", "layers": "block1_conv1",
            "mean": "0,0,0", "style_scale.block1_conv1": "1", "content_scale.block1_conv1": "1",
        },
        "block1_conv1.weight": {
            "dtype": "F32", "shape": [2, 3, 3, 3], "data_offsets": [0, len(kernels)]},
        "block1_conv1.bias": {
            "dtype": "F32", "shape": [2],
            "data_offsets": [len(kernels), len(kernels) + len(biases)]},
    }).encode()
    file.write_bytes(struct.pack("<Q", len(header)) + header + kernels + biases)


class Conversions(CommandLine):
    def test_babl_takes_exact_ones_only(self):
        # Else it takes whichever it measures to be fastest, and each run paints another picture.
        environment = dict(os.environ, XDG_CACHE_HOME=str(self.folder / "cache"))
        environment.pop("BABL_TOLERANCE", None)
        result = subprocess.run(
            self.command("--style-scale", 0.5), capture_output=True, text=True, env=environment
        )
        self.assert_done(result)
        noted = (self.folder / "cache" / "babl" / "babl-fishes").read_text().splitlines()
        self.assertIn("BABL_TOLERANCE=0.000000", noted[0])


class Results(CommandLine):
    def test_paints_a_picture_of_the_working_size(self):
        result = self.run_with()
        self.assert_done(result)
        self.assertEqual(result.stdout, "")
        with Image.open(self.output) as picture:
            self.assertEqual((picture.size, picture.mode), ((64, 48), "RGB"))
            painted = np.asarray(picture).astype(float)
        small = np.asarray(Image.open(self.base).resize((64, 48), Image.BICUBIC)).astype(float)
        self.assertGreater(np.abs(painted - small).mean(), 3)  # something has been done
        self.assertEqual(self.names(), self.inputs | {"out.png"})

    def test_no_iterations_and_no_enhancement_give_back_the_base(self):
        pixels = photo(64, 47, 4)
        Image.fromarray(pixels).save(self.base)
        self.assert_done(self.run_with("--iterations", 0, "--no-enhance", "--quiet"))
        with Image.open(self.output) as picture:
            self.assertEqual(picture.mode, "RGBA")
            found = np.asarray(picture).astype(int)
        # Written with 8 bits, so a difference below 0.51 steps is none.
        self.assertEqual(np.abs(found - pixels).max(), 0)

    def test_alpha_is_kept(self):
        pixels = photo(64, 48, 4)
        Image.fromarray(pixels).save(self.base)
        self.assert_done(self.run_with())
        found = np.asarray(Image.open(self.output))
        self.assertEqual(found.shape, (48, 64, 4))
        np.testing.assert_array_equal(found[..., 3], pixels[..., 3])
        self.assertGreater(np.abs(found[..., :3].astype(int) - pixels[..., :3]).mean(), 3)

    def test_enhancement_can_be_switched_on_and_off(self):
        def result(*options):
            self.assert_done(self.run_with("--iterations", 0, *options))
            return np.asarray(Image.open(self.output)).astype(int)

        enhanced = result("--enhance")
        plain = result("--no-enhance")
        neutral = result("--enhance", "--brightness=1", "--colour=1", "--sharpness=1")
        np.testing.assert_array_equal(result(), plain)
        np.testing.assert_array_equal(result("--method", "gram"), enhanced)
        np.testing.assert_array_equal(result("--enhance", "--no-enhance"), plain)
        np.testing.assert_array_equal(result("--no-enhance", "--enhance"), enhanced)
        self.assertGreater(np.abs(enhanced - plain).mean(), 5)
        self.assertLessEqual(np.abs(neutral - plain).max(), 1)

    def test_opacity_leads_from_the_base_to_the_painting(self):
        def result(*options):
            self.assert_done(self.run_with(*options))
            return np.asarray(Image.open(self.output)).astype(int)

        base, painted = result("--style-weight", 0), result()
        self.assertLessEqual(np.abs(result("--opacity", 0) - base).max(), 1)
        self.assertLessEqual(np.abs(result("--opacity", 50) - (base + painted) / 2).max(), 1)
        self.assertGreater(np.abs(painted - base).mean(), 3)
        detailed = result("--fine-detail", 100, "--medium-detail", 100, "--coarse-detail", 100)
        luma = np.array([0.299, 0.587, 0.114])
        far, near = (np.abs((picture - base) @ luma).mean() for picture in (painted, detailed))
        self.assertLess(near, 0.7 * far)

    def test_progress_lines_name_each_iteration(self):
        result = self.run_with("--progress")
        self.assertEqual(result.returncode, 0)
        lines = result.stderr.splitlines()
        for number, line in enumerate(lines[:3]):
            self.assertRegex(line, rf"^iteration {number} of 2, loss [0-9.e+]+")
        self.assertRegex(lines[-1], r"^iteration 2 of 2, loss [0-9.e+]+, took \d+:\d\d$")

    def test_the_same_settings_give_the_same_picture(self):
        self.assert_done(self.run_with("--seed", 7))
        first = self.output.read_bytes()
        self.assert_done(self.run_with("--seed", 7))
        self.assertEqual(self.output.read_bytes(), first)

    def test_each_format_is_what_its_suffix_says(self):
        for name, kind in [
            ("a.JPEG", "JPEG"), ("a.tif", "TIFF"), ("a.webp", "WEBP"),
        ]:
            file = self.folder / name
            self.assert_done(self.run_with("--iterations", 0, output=file))
            with Image.open(file) as picture:
                self.assertEqual((picture.format, picture.size), (kind, (64, 48)))
        self.assert_done(self.run_with("--iterations", 0, output=self.folder / "a.exr"))
        self.assertEqual((self.folder / "a.exr").read_bytes()[:4], b"\x76\x2f\x31\x01")


class Controls(CommandLine):
    def test_the_palette_says_whose_colours_the_result_has(self):
        base = 90 + photo(64, 48) // 4  # no colour that does not exist when it is painted darker
        Image.fromarray(base).save(self.base)
        painted = {}
        for palette in ("style", "photo", "matched", "toned"):
            self.report("--palette", palette)
            painted[palette] = oklab_of(Image.open(self.output))
        wanted = oklab_of(base)
        away = {
            palette: np.linalg.norm((lab - wanted)[:, :, 1:], axis=2).mean() * 100
            for palette, lab in painted.items()
        }
        self.assertLess(away["photo"], 1)
        self.assertGreater(away["style"], 4)
        self.assertLess(np.abs(painted["photo"] - painted["style"])[:, :, 0].mean(), 0.01)
        # Their mean is the photo's, and that of the style's own colours is not.
        means = {
            palette: np.abs((lab - wanted)[:, :, 1:].mean(axis=(0, 1))).max()
            for palette, lab in painted.items()
        }
        self.assertLess(means["toned"], 0.01)
        self.assertLess(means["matched"], means["style"] / 2)
        self.assertGreater(np.abs(painted["toned"] - painted["photo"])[:, :, 1:].mean(), 0.003)

    def test_the_settings_of_a_report_paint_the_same_picture(self):
        self.report("--palette", "toned", "--style-layers", "1,0.5,0,2,0", "--no-enhance")
        again = self.folder / "again.png"
        result = self.run_program(
            [PROGRAM, self.base, self.style, "-o", again, "--settings", self.folder / "report.json"])
        self.assert_done(result)
        self.assertEqual(again.read_bytes(), self.output.read_bytes())

    def test_settings_of_a_file_stand_before_what_is_named_beside_it(self):
        file = self.folder / "layer.txt"
        file.write_text("size=48 content-weight=0.3\n palette=photo threads=1\n")
        report = self.report("--settings", file, "--palette", "matched")["settings"]
        self.assertEqual(report["content-weight"], 0.3)
        self.assertEqual(report["palette"], "matched")
        self.assertEqual(report["size"], 64)

    def test_a_preset_of_before_there_were_methods_is_of_the_published_one(self):
        file = self.folder / "preset.json"
        file.write_text('{"settings": {"style-layers": [1, 1, 1, 1, 1], "iterations": 1}}')
        report = self.report("--settings", file)["settings"]
        self.assertEqual(report["method"], "gram")
        self.assertEqual(report["content-layer"], "block5_conv2")

    def test_a_settings_file_that_is_none_is_refused(self):
        file = self.folder / "settings.json"
        self.assert_refused(self.run_with("--settings", file), 1, "no such file")
        self.inputs.add(file.name)
        for text, sentence in (
            ('{"settings": {"speed": 2}}', "there is no setting speed; a newer version may have it"),
            ('{"settings": {"size": {}}}', "the setting size has no number, text or list"),
            ('{"settings": {"size": 3}}', "16 to 65536"),
            ('{"settings": ', "neither a report nor a preset"),
            ("size=64 speed=2", "speed"),
            (" \n", "it is empty"),
        ):
            file.write_text(text)
            self.assert_refused(self.run_with("--settings", file), 1, sentence)
            self.assert_refused(self.run_with("--settings", file), 1, "settings.json")

    def test_what_does_not_fit_is_refused_before_it_is_resampled(self):
        command = self.command("--size", 9000, "--memory", 400)
        begin = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assert_refused(self.run_program(command), 1, "but the limit is 400 MiB")
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Resampling takes forty.
        self.assertLess(end.ru_utime - begin.ru_utime, 10)

    def test_a_network_that_gives_no_finite_losses_is_refused(self):
        network = self.folder / "huge.safetensors"
        write_network(network, kernel=3e38)
        self.inputs.add(network.name)
        for method in "gram", "matching":
            with self.subTest(method):
                result = self.run_with(
                    "--model", network, "--method", method, "--style-layers", "1,0,0,0,0",
                    "--content-layer", "block1_conv1", "--report", self.folder / "report.json",
                )
                self.assert_refused(result, 1, "the losses are no finite numbers")
                self.assertIn(str(network), result.stderr)

    def test_memory_stays_within_the_limit(self):
        # Large enough that pictures, search and feature maps count beside the libraries.
        options = ["--size", 512, "--evaluations", 1, "--iterations", 4]
        Image.fromarray(photo(600, 400)).save(self.style)
        refused = self.run_with(*options, "--memory", 1)
        least = int(re.search(r"at least (\d+) MiB", refused.stderr)[1])
        report = self.report(*options, "--memory", least)
        self.assertLessEqual(report["peak_rss_mib"], least)


if __name__ == "__main__":
    unittest.main()
