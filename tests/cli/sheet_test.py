# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints proof sheets with the real command line: which cells there are, that they are those of single
calls, what their labels say, and what is refused. Usage: sheet_test.py PROGRAM [unittest arguments]
"""

import json
import signal
import subprocess
import unittest

import numpy as np
from PIL import Image
from command_line import PROGRAM, CommandLine, photo

SHORT = ("--size", "64", "--iterations", "1", "--evaluations", "3", "--threads", "1")


class Sheet(CommandLine):
    def setUp(self):
        super().setUp()
        self.told = self.folder / "cells.json"

    def sheet(self, *options, styles=None, work=SHORT):
        names = [self.style] if styles is None else styles
        return self.run_program(
            [PROGRAM, "sheet", *map(str, [self.base, *names]), "-o", str(self.output), *work,
             *map(str, options)])

    def cells(self, *options, code=0, **others):
        result = self.sheet("--report", self.told, "--force", *options, **others)
        self.assertEqual(result.returncode, code, result.stderr)
        told = json.loads(self.told.read_text())
        return told["columns"], told["cells"]

    def picture_of(self, cell):
        area = cell["area"]
        whole = np.asarray(Image.open(self.output))
        return whole[area["y"]:area["y"] + area["height"], area["x"]:area["x"] + area["width"]]

    def alone(self, *options, style=None):
        output = self.folder / "alone.png"
        self.assert_done(
            self.run_program(
                [PROGRAM, str(self.base), str(style or self.style), "-o", str(output), "--force",
                 *SHORT, *options]))
        return np.asarray(Image.open(output))

    # What is painted

    def test_cells_are_single_runs_in_rows_and_columns(self):
        columns, cells = self.cells(
            "--vary", "content-weight=0.02,4", "--vary", "style-layers=1:1:1:1:0,0:0:2:0:0")
        self.assertEqual(columns, 2)
        self.assertEqual(
            [(cell["title"], cell["caption"]) for cell in cells],
            [("content-weight 0.02", "style-layers 1:1:1:1:0"),
             ("content-weight 0.02", "style-layers 0:0:2:0:0, block3_conv1 alone"),
             ("content-weight 4", "style-layers 1:1:1:1:0"),
             ("content-weight 4", "style-layers 0:0:2:0:0, block3_conv1 alone")])
        for cell, weight, layers in zip(
            cells, ["0.02", "0.02", "4", "4"], ["1,1,1,1,0", "0,0,2,0,0"] * 2
        ):
            expected = self.alone("--content-weight", weight, "--style-layers", layers)
            np.testing.assert_array_equal(self.picture_of(cell), expected, str(cell["title"]))
        x = [cell["area"]["x"] for cell in cells]
        y = [cell["area"]["y"] for cell in cells]
        self.assertTrue(x[0] == x[2] < x[1] == x[3] and y[0] == y[1] < y[2] == y[3], cells)

    def test_below_each_cell_stands_its_label(self):
        _, cells = self.cells("--vary", "palette=style,photo,matched")
        sheet = np.asarray(Image.open(self.output))[..., 0]
        labels = []
        for cell in cells:
            area = cell["area"]
            below = sheet[area["y"] + area["height"] + 1:, area["x"]:area["x"] + 150]
            self.assertGreater((below < 100).sum(), 100, cell["title"])
            labels.append(below)
        self.assertEqual(cells[2]["title"], "palette matched")
        self.assertFalse(np.array_equal(labels[0], labels[1]))
        self.assertGreater((sheet[:cells[0]["area"]["y"] - 1] < 100).sum(), 100, "the heading")

    def test_one_painting_for_each_cell(self):
        other = self.folder / "other.png"
        Image.fromarray(255 - photo(90, 90)).save(other)
        columns, cells = self.cells(
            "--sheet", "paintings", "--vary", "style-weight=1,3", styles=[self.style, other])
        self.assertEqual(columns, 2)
        self.assertEqual(
            [(cell["title"], cell["caption"]) for cell in cells],
            [("style", "style-weight 1"), ("style", "style-weight 3"), ("other", "style-weight 1"),
             ("other", "style-weight 3")])
        np.testing.assert_array_equal(
            self.picture_of(cells[1]), self.alone("--style-weight", "3"))
        np.testing.assert_array_equal(
            self.picture_of(cells[2]), self.alone("--style-weight", "1", style=other))

    def test_all_bundled_paintings(self):
        columns, cells = self.cells(
            "--sheet", "paintings", styles=[],
            work=("--size", "16", "--iterations", "0", "--threads", "1"))
        names = [cell["title"] for cell in cells]
        self.assertEqual((columns, len(names)), (4, 16))
        self.assertEqual(names, sorted(names))
        self.assertIn("starry_night", names)

    def test_a_named_sheet_is_the_published_methods(self):
        columns, cells = self.cells(
            "--sheet", "variation", work=("--size", "32", "--iterations", "0", "--threads", "1"))
        self.assertEqual([cell["settings"]["variation-weight"] for cell in cells], [1, 5, 10])
        self.assertEqual(columns, 3)
        for cell in cells:
            self.assertEqual(cell["settings"]["method"], "gram")
            self.assertEqual(cell["settings"]["content-layer"], "block5_conv2")

    def test_cells_of_different_sizes_and_unless_asked_for_256(self):
        _, cells = self.cells(
            "--vary", "size=32,48", work=("--iterations", "0", "--threads", "1"))
        self.assertEqual(
            [(cell["area"]["width"], cell["area"]["height"]) for cell in cells],
            [(32, 24), (48, 36)])
        _, cells = self.cells(
            "--vary", "seed=0", work=("--iterations", "0", "--threads", "1"))
        self.assertEqual(cells[0]["area"]["width"], 256)

    def test_depth_and_transparency_of_the_photo(self):
        Image.fromarray(photo(80, 60, channels=4)).save(self.base)
        _, cells = self.cells("--vary", "content-weight=1")
        np.testing.assert_array_equal(
            self.picture_of(cells[0]), self.alone("--content-weight", "1"))
        self.assertEqual(np.asarray(Image.open(self.output))[0, 0].tolist(), [255] * 4)

    # What fails

    def test_a_cell_that_fails_says_so_in_its_place(self):
        _, cells = self.cells("--vary", "model=nothere,auto", code=1)
        self.assertIn("there is no such model", cells[0]["error"])
        np.testing.assert_array_equal(self.picture_of(cells[1]), self.alone())
        area = cells[1]["area"]
        sheet = np.asarray(Image.open(self.output))[..., 0]
        place = sheet[area["y"]:area["y"] + area["height"], 5:75]
        self.assertGreater((place == 230).sum(), 1000)  # 0.9 of white
        self.assertGreater((place < 100).sum(), 50)

        damaged = self.folder / "damaged.jpg"
        damaged.write_bytes(self.style.read_bytes()[:-300])
        _, cells = self.cells("--sheet", "paintings", styles=[damaged, self.style], code=1)
        self.assertIn("damaged.jpg", cells[0]["error"])
        np.testing.assert_array_equal(self.picture_of(cells[1]), self.alone())

    def test_when_all_fail_there_is_no_sheet(self):
        result = self.sheet("--vary", "content-weight=1,2", "--model", "nothere")
        self.assert_refused(result, 1, "there is no such model")

    def test_wrong_calls(self):
        many = ",".join(map(str, range(65)))
        for options, sentence in (
            (["--vary", "colours=1"], 'vary: there is no setting "colours".'),
            (["--vary", "content-weight"], "vary: expected a setting with its values"),
            (["--vary", "content-weight="], "content-weight: expected a number"),
            (["--vary", "content-weight=1,-2"], 'content-weight: expected a number from 0 to 1000000, found "-2"'),
            (["--vary", "style-layers=1:2"], "style-layers: expected five numbers"),
            (["--vary", f"seed={many}"], "the sheet would have 65 cells, at most 64"),
            (["--vary", "seed=1", "--vary", "seed=2"], "seed is named twice"),
            (["--vary", "seed=1", "--vary", "size=32", "--sheet", "content"], "one or two settings"),
            (["--sheet", "nice"], "sheet: expected one of content, style, layers"),
            ([], "vary: expected a setting with its values"),
        ):
            self.assert_refused(self.sheet(*options), 2, sentence)
        self.assert_refused(
            self.sheet("--vary", "seed=1", styles=[]), 2, "style: expected a picture")
        self.assert_refused(
            self.sheet("--sheet", "paintings", styles=[self.folder / "none.jpg"]), 1, "none.jpg")

    def test_interrupted(self):
        process = subprocess.Popen(
            [PROGRAM, "sheet", str(self.base), str(self.style), "-o", str(self.output), "--vary",
             "seed=1,2,3,4", "--progress", *SHORT[:2], "--threads", "1"],
            stderr=subprocess.PIPE, text=True, cwd=self.folder)
        self.addCleanup(process.stderr.close)
        self.assertTrue(process.stderr.readline().startswith("1 of 4: seed 1, took "))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=120), 130)
        self.assertEqual(self.names(), self.inputs)

    def test_what_exists_is_kept(self):
        self.output.write_bytes(b"somebody's")
        result = self.sheet("--vary", "seed=1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("give --force", result.stderr)
        self.assertEqual(self.output.read_bytes(), b"somebody's")


if __name__ == "__main__":
    unittest.main()
