# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints several files in one call with the real command line: what is painted, kept, refused, and
left after an end at the wrong moment. Usage: batch_test.py PROGRAM [unittest arguments]
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import unittest

from PIL import Image
from command_line import PROGRAM, CommandLine, photo

SHORT = ("--size", "64", "--iterations", "2", "--evaluations", "5", "--threads", "1")
# Long enough that something can happen meanwhile.
LONG = ("--size", "64", "--iterations", "8", "--evaluations", "20", "--threads", "1")


class Batch(CommandLine):
    def setUp(self):
        super().setUp()
        self.photos = self.folder / "photos"
        self.painted = self.folder / "painted"
        self.photos.mkdir()
        Image.fromarray(photo(80, 60)).save(self.photos / "a.png")
        Image.fromarray(photo(60, 80)[::-1]).save(self.photos / "b.jpg", quality=95)
        Image.fromarray(photo(90, 60)[:, ::-1]).save(self.photos / "c.tif")

    def batch(self, *options, files=("photos/*",), work=SHORT, folder=None):
        return [
            PROGRAM, "batch", *map(str, files), "--style", str(self.style),
            "--output-dir", str(folder or self.painted), *work, *map(str, options)]

    def results(self):
        return sorted(file.name for file in self.painted.iterdir())

    def assert_whole(self, names):
        self.assertEqual(self.results(), sorted(names))
        for name in names:
            Image.open(self.painted / name).load()

    def alone(self, file, output):
        result = self.run_program(
            [PROGRAM, str(file), str(self.style), "-o", str(output), "--force", *SHORT])
        self.assertEqual(result.returncode, 0, result.stderr)
        return output.read_bytes()

    # What is painted

    def test_the_report_may_lie_in_the_folder_that_is_made(self):
        made = self.folder / "made"
        result = self.run_program(
            self.batch("--report", made / "report.json", files=["photos/b.jpg"], folder=made))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(json.loads((made / "report.json").read_text())["files"]), 1)

    def test_a_damaged_file_does_not_hold_up_the_others(self):
        (self.photos / "aa.jpg").write_bytes((self.photos / "b.jpg").read_bytes()[:-300])
        report = self.folder / "report.json"
        result = self.run_program(self.batch("--report", report, "--progress"))
        self.assertEqual(result.returncode, 1, result.stderr)
        lines = result.stderr.splitlines()
        self.assertRegex(lines[0], r"^1 of 4: .*painted/a\.png, took 0:\d\d, \d+:\d\d left$")
        self.assertRegex(lines[1], r'^style-transfer: The picture "photos/aa\.jpg" cannot be read')
        self.assertRegex(lines[3], r"^4 of 4: .*painted/c\.tif, took 0:\d\d$")
        self.assertRegex(
            lines[4],
            r'^style-transfer: 3 painted, 1 failed, took \d:\d\d\. Failed: "photos/aa\.jpg"\.$')
        self.assert_whole(["a.png", "b.jpg", "c.tif"])
        told = json.loads(report.read_text())
        self.assertEqual(
            [(one["file"], one["outcome"]) for one in told["files"]],
            [("photos/a.png", "painted"), ("photos/aa.jpg", "failed"),
             ("photos/b.jpg", "painted"), ("photos/c.tif", "painted")])
        self.assertIn("cut short", told["files"][1]["error"])
        self.assertEqual((told["painted"], told["kept"], told["failed"]), (3, 0, 1))
        self.assertEqual(told["settings"]["size"], 64)
        for name in ["a.png", "b.jpg", "c.tif"]:
            self.assertEqual(
                (self.painted / name).read_bytes(),
                self.alone(self.photos / name, self.folder / ("alone-" + name)),
                f"{name} is the same bit by bit as painted alone")

    def test_formats_and_names(self):
        Image.fromarray(photo(80, 60)[..., 0]).save(self.photos / "d.pgm")
        self.assert_done(self.run_program(self.batch("--quiet", files=["photos/d.pgm"])))
        self.assert_whole(["d.png"])
        (self.photos / "[1].png").write_bytes((self.photos / "a.png").read_bytes())
        result = self.run_program(
            self.batch("--format", "jpg", files=["photos/[1].png", "photos/*.JPG", "photos/d.*"]))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('There is no file whose name is like "photos/*.JPG".', result.stderr)
        self.assert_whole(["[1].jpg", "d.jpg", "d.png"])

    # What is there already

    def test_what_exists_is_refused_kept_or_replaced(self):
        self.painted.mkdir()
        (self.painted / "a.png").write_bytes(b"somebody's")
        (self.painted / "c.tif").write_bytes((self.photos / "c.tif").read_bytes())
        result = self.run_program(self.batch())
        self.assertEqual(result.returncode, 1)
        self.assertIn('a.png" exists already, as do 1 others; give --resume', result.stderr)
        self.assertEqual(self.results(), ["a.png", "c.tif"])
        self.assertEqual((self.painted / "a.png").read_bytes(), b"somebody's")

        result = self.run_program(self.batch("--resume"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("2 painted, 1 kept", result.stderr)  # a.png was not whole
        self.assert_whole(["a.png", "b.jpg", "c.tif"])
        self.assertEqual(
            (self.painted / "c.tif").read_bytes(), (self.photos / "c.tif").read_bytes())

        result = self.run_program(self.batch("--force", files=["photos/c.tif"]))
        self.assertIn("1 painted", result.stderr)
        self.assertNotEqual(
            (self.painted / "c.tif").read_bytes(), (self.photos / "c.tif").read_bytes())

    # Ends at the wrong moment

    def until_the_first(self, *options):
        """A running batch, whose first file has been painted."""
        process = subprocess.Popen(
            self.batch("--progress", *options, work=LONG), stderr=subprocess.PIPE, text=True,
            cwd=self.folder)
        self.addCleanup(process.stderr.close)
        line = process.stderr.readline()
        self.assertTrue(line.startswith("1 of 3: "), line)
        return process

    def test_killed_and_resumed(self):
        process = self.until_the_first()
        process.kill()
        process.wait()
        self.assertLess(len(self.results()), 3)
        self.assert_whole(self.results())
        first = (self.painted / "a.png").stat()
        result = self.run_program(self.batch("--resume", work=LONG))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assert_whole(["a.png", "b.jpg", "c.tif"])
        self.assertEqual((self.painted / "a.png").stat().st_mtime_ns, first.st_mtime_ns)

    def test_interrupted(self):
        report = self.folder / "report.json"
        process = self.until_the_first("--report", report)
        process.send_signal(signal.SIGTERM)
        errors = process.stderr.read()
        self.assertEqual(process.wait(timeout=60), 130, errors)
        self.assertIn("Interrupted.", errors)
        self.assertRegex(errors.splitlines()[-1], r"[12] painted, [12] not tried")
        self.assert_whole(self.results())
        self.assertEqual(
            json.loads(report.read_text())["files"][2]["outcome"], "not tried")

    def test_a_folder_that_vanishes(self):
        process = self.until_the_first()
        self.painted.rename(self.folder / "elsewhere")
        errors = process.stderr.read()
        self.assertEqual(process.wait(timeout=60), 1, errors)
        self.assertIn("there is no folder", errors)
        self.assertIn("The files that follow are not tried.", errors)
        self.assertIn("1 painted, 1 failed, 1 not tried", errors)
        self.painted = self.folder / "elsewhere"
        self.assert_whole(["a.png"])

    def test_a_folder_that_is_full(self):
        self.assert_done(self.run_program(self.batch("--quiet", files=["photos/a.png"])))
        result = subprocess.run(
            self.batch("--resume"), capture_output=True, text=True, timeout=120, cwd=self.folder,
            preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (1500, resource.RLIM_INFINITY)))
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("cannot be written: File too large", result.stderr)
        self.assertIn("1 kept, 1 failed, 1 not tried", result.stderr)
        self.assert_whole(["a.png"])

    def test_no_room_for_what_does_not_fit_memory(self):
        (self.photos / "aa.ppm").write_bytes(b"P6 2000 1500 255\n" + os.urandom(3 * 2000 * 1500))
        swap = self.folder / "swap"
        swap.mkdir()
        result = subprocess.run(
            self.batch(), capture_output=True, text=True, timeout=120, cwd=self.folder,
            env={**os.environ, "GEGL_SWAP": str(swap), "GEGL_CACHE_SIZE": "4"},
            preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY)))
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn(f'make room in "{swap}"', result.stderr)
        self.assertIn('3 painted, 1 failed', result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 2, result.stderr)
        self.assertEqual(list(swap.iterdir()), [])
        for name in ["b.jpg", "c.tif"]:  # as if nothing had been
            self.assertEqual(
                (self.painted / name).read_bytes(),
                self.alone(self.photos / name, self.folder / ("alone-" + name)))

    # Wrong calls

    def test_refusals(self):
        (self.photos / "a.webp").write_bytes(b"")
        for words, code, sentence in [
            (self.batch(files=[]), 2, "FILE is required"),
            (self.batch("--resume", "--force"), 2, "excludes"),
            (self.batch("--size", "abc"), 2, 'size: expected a whole number'),
            (self.batch("--output", "x.png"), 2, "no such option or argument here: --output\n"),
            (self.batch(files=["none/*"]), 1, 'There is no file whose name is like "none/*".'),
            (self.batch("--format", "bmp"), 1, 'format: "bmp" is no suffix'),
            (self.batch("--format", "jpg", files=["photos/a.*"]), 1, "would both be written to"),
            (self.batch(folder=self.photos), 1, "would overwrite"),
            (self.batch("--report", "photos/b.jpg"), 1, "would overwrite"),
            (self.batch(folder="style.jpg"), 1, 'The folder "style.jpg" cannot be made'),
        ]:
            result = self.run_program(words)
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertIn(sentence, result.stderr)
            self.assertFalse(self.painted.exists(), words)

    # Many machines

    @unittest.skipUnless(shutil.which("parallel"), "GNU parallel is not installed")
    def test_gnu_parallel_runs_one_file_per_job(self):
        self.painted.mkdir()
        (self.photos / "broken.png").write_bytes(b"")
        log = self.folder / "jobs.log"
        command = [
            "parallel", "--will-cite", "--jobs", "2", "--joblog", str(log), "--resume-failed",
            PROGRAM, "{}", str(self.style), "-o", "painted/{/}", "--force", "--quiet", *SHORT,
            ":::", *(f"photos/{name}" for name in ["a.png", "b.jpg", "broken.png"])]
        result = self.run_program(command)
        self.assertEqual(result.returncode, 1, result.stderr)  # the number of failed jobs
        self.assert_whole(["a.png", "b.jpg"])
        first = (self.painted / "a.png").stat().st_mtime_ns
        (self.photos / "broken.png").write_bytes((self.photos / "a.png").read_bytes())
        self.assertEqual(self.run_program(command).returncode, 0)
        self.assert_whole(["a.png", "b.jpg", "broken.png"])
        self.assertEqual((self.painted / "a.png").stat().st_mtime_ns, first, "not painted again")


if __name__ == "__main__":
    unittest.main()
