# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real command line with the bundled network on tiny pictures: what it writes, says and
returns. Usage: cli_test.py PROGRAM [unittest arguments]

Each run costs half a second of start, so what a layer's own tests show (every refused value, every
damaged picture) is not repeated here.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from PIL import Image

from command_line import PROGRAM, CommandLine, photo

PARAMETERS = (
    "content-weight style-weight variation-weight style-layers content-layer style-scale"
    " palette opacity detail fine-detail medium-detail coarse-detail enhance brightness colour sharpness"
    " method layer-balance quality size iterations evaluations schedule balance-size seed"
    " model memory threads precision device"
).split()


class Reports(CommandLine):
    def test_holds_settings_model_pictures_and_losses(self):
        report = self.report(
            "--method", "gram", "--content-weight", 0.5, "--style-layers", "1,0.5,0,0.25,2",
            "--no-enhance",
        )
        self.assertEqual(sorted(report["settings"]), sorted(PARAMETERS))
        self.assertEqual(report["settings"]["content-weight"], 0.5)
        self.assertEqual(report["settings"]["style-layers"], [1, 0.5, 0, 0.25, 2])
        self.assertEqual(report["settings"]["enhance"], False)
        self.assertEqual(report["settings"]["size"], 64)
        self.assertTrue(report["model"]["name"])
        self.assertTrue(Path(report["model"]["file"]).is_file())
        self.assertEqual(report["base"]["size"], {"width": 80, "height": 60})
        self.assertEqual(report["working_size"], {"width": 64, "height": 48})
        self.assertEqual(report["styles"][0]["size"], {"width": 70, "height": 100})
        self.assertEqual(report["styles"][0]["working_size"], {"width": 45, "height": 64})
        self.assertEqual(report["output"]["size"], {"width": 64, "height": 48})
        self.assertEqual(len(report["iterations"]), 2)
        self.assertGreater(report["initial"]["gradient_l2"], 0)
        self.assertGreater(report["peak_rss_mib"], 50)
        self.assertEqual(report["initial"]["evaluations"], 1)
        self.assertEqual(report["initial"]["content"], 0)  # the start is the base
        for entry in [report["initial"], *report["iterations"]]:
            self.assertEqual(len(entry["style"]), 5)
            self.assertEqual(entry["style"][2], 0)  # its weight is
            total = entry["content"] + sum(entry["style"]) + entry["variation"]
            self.assertAlmostEqual(entry["total"] / total, 1, places=6)
        totals = [entry["total"] for entry in [report["initial"], *report["iterations"]]]
        self.assertEqual(totals, sorted(totals, reverse=True))
        seconds = [entry["seconds"] for entry in report["iterations"]] + [report["seconds"]]
        self.assertEqual(seconds, sorted(seconds))

    def test_without_iterations_there_is_only_the_start(self):
        report = self.report("--method", "gram", "--iterations", 0)
        self.assertEqual(report["iterations"], [])
        self.assertEqual(report["initial"]["evaluations"], 1)

    def test_matching_without_iterations_evaluates_nothing(self):
        report = self.report("--iterations", 0)
        self.assertIsNone(report["initial"])
        self.assertEqual(report["iterations"], [])
        self.assertEqual(report["final"]["evaluations"], 0)
        self.assertEqual(report["final"]["total"], 0)

    def test_of_matching(self):
        report = self.report()
        self.assertEqual(report["settings"]["method"], "matching")
        self.assertEqual(len(report["iterations"]), 2)
        self.assertEqual(report["final"]["evaluations"], 10)
        for entry in [report["initial"], *report["iterations"], report["final"]]:
            total = sum(entry.get(term, 0) for term in ["content", "matching", "variation"])
            self.assertGreater(entry["matching"], 0)
            self.assertAlmostEqual(entry["total"] / total, 1, places=6)

    def test_presets_by_name(self):
        settings = self.report("--preset", "wash", "--iterations", 0)["settings"]
        self.assertEqual(settings["variation-weight"], 12)
        self.assertEqual(settings["style-layers"], [2, 1, 1, 1, 0])
        self.assertEqual(settings["size"], 64)  # what is named counts
        self.output.unlink()
        (self.folder / "report.json").unlink()
        for name in ["painterly", "Wash", ""]:
            result = self.run_with("--preset", name)
            self.assert_refused(result, 2, "preset: expected one of painting, faithful, free-hand")
        self.assert_refused(
            self.run_with("--preset", "wash", "--settings", "report.json"), 2, "excludes")

    def test_a_method_brings_its_defaults(self):
        settings = self.report("--method", "gram", "--iterations", 0)["settings"]
        self.assertEqual(settings["style-layers"], [0.1, 0.1, 0.4, 0.3, 0.1])
        self.assertEqual(settings["content-layer"], "block5_conv2")
        self.assertEqual(settings["enhance"], True)
        self.assertEqual(settings["iterations"], 0)  # what is named counts

    def test_is_refused_where_it_cannot_be_written(self):
        self.assert_refused(
            self.run_with("--report", "no/report.json"), 1, 'there is no folder "no"'
        )
        for name in ["base.png", "out.png", "./out.png"]:
            self.assert_refused(self.run_with("--report", name), 1, "would overwrite")


class Refusals(CommandLine):
    def test_wrong_usage(self):
        for words, sentence in [
            ([], "BASE is required"),
            ([self.base, self.style], "--output is required"),
            (self.command("--styleweight", 2)[1:], "--styleweight"),
            (self.command("one-more.png")[1:], "one-more.png"),
            (self.command("--quiet", "--progress")[1:], "excludes"),
        ]:
            result = self.run_program([PROGRAM, *map(str, words)])
            self.assert_refused(result, 2, sentence)
            self.assertIn("--help", result.stderr)

    def test_unknown_words_are_shown_as_typed(self):
        for words in [["--styleweight", "2"], ["--styleweight=2"], ["-xyz", "3"], ["c.png", "d.png"]]:
            self.assert_refused(
                self.run_with(*words), 2, f"no such option or argument here: {' '.join(words)}\n")

    def test_empty_words(self):
        """As of an unset variable of a script."""
        for words, name in [
            (["", self.style, "-o", self.output], "BASE"),
            ([self.base, "", "-o", self.output], "STYLE"),
            ([self.base, self.style, "-o", ""], "output"),
            *((self.command("--" + name, "")[1:], name)
              for name in ("report", "settings", "style", "region")),
            (["batch", "", "--style", self.style, "--output-dir", "painted"], "FILE"),
            (["batch", self.base, "--style", self.style, "--output-dir", ""], "output-dir"),
        ]:
            result = self.run_program([PROGRAM, *map(str, words)])
            self.assert_refused(result, 2, f'{name}: expected a value, found "".')
        for name in "model", "size":
            self.assert_refused(self.run_with("--" + name, ""), 2, f"{name}: expected a")

    def test_values_that_settings_do_not_take(self):
        number = "expected a number from 0 to 1000000, found"
        for options, sentence in [
            (["--content-weight", "-1"], f'content-weight: {number} "-1".'),
            (["--style-weight", "nan"], f'style-weight: {number} "nan".'),
            (["--size", "15"], 'size: expected a whole number from 16 to 65536, found "15".'),
            (["--size", "abc"], 'size: expected a whole number from 16 to 65536, found "abc".'),
            (["--style-layers", "1,2,3,4,nan"], "style-layers: expected five numbers"),
        ]:
            self.assert_refused(self.run_with(*options), 2, sentence)
        # Of which only the network knows.
        self.assert_refused(self.run_with("--content-layer", "block9_conv1"), 1, "block9_conv1")

    def test_pictures_that_cannot_be_read(self):
        (self.folder / "text.png").write_text("no picture\n" * 9)
        (self.folder / "cut.jpg").write_bytes(self.style.read_bytes()[:-400])
        self.inputs |= {"text.png", "cut.jpg"}
        for name, sentence in [
            ("missing.png", "there is no such file"),
            ("text.png", "it is not a picture"),
            ("cut.jpg", "cut short"),
        ]:
            file = self.folder / name
            which = "base" if name == "cut.jpg" else "style"
            result = self.run_with(**{which: file})
            self.assert_refused(result, 1, f'The picture "{file}" cannot be read: ')
            self.assertIn(sentence, result.stderr)

    def test_places_that_cannot_be_written(self):
        for name, sentence in [
            ("out.bmp", 'the suffix ".bmp" is unknown; use one of .png'),
            ("no/out.png", "there is no folder"),
        ]:
            self.assert_refused(self.run_with(output=self.folder / name), 1, sentence)
        before = self.base.read_bytes()
        self.assert_refused(self.run_with(output=self.base), 1, "would overwrite")
        self.assertEqual(self.base.read_bytes(), before)

    def test_what_the_format_of_the_output_cannot_hold(self):
        for name, size in [("out.webp", 16384), ("out.jpg", 65536)]:
            result = self.run_with("--size", size, output=self.folder / name)
            self.assert_refused(result, 1, f"it will have {size}×")

    def test_no_file_of_the_call_is_overwritten(self):
        settings = self.folder / "settings.txt"
        settings.write_text("size=64")
        mask = self.folder / "mask.png"
        Image.fromarray(photo(80, 60, 3)).save(mask)
        os.link(self.style, self.folder / "link.jpg")
        self.inputs |= {"settings.txt", "mask.png", "link.jpg"}
        call = ["--settings", settings, "--style", self.style, "--region", mask]
        before = {name: (self.folder / name).read_bytes() for name in self.inputs}
        for name in before:
            with self.subTest(name):
                self.assert_refused(
                    self.run_with(*call, "--report", self.folder / name), 1, "would overwrite")
        self.assert_refused(self.run_with(*call, output=mask), 1, "would overwrite")
        batch = [PROGRAM, "batch", self.base, "--style", self.style, "--output-dir", "painted",
                 "--settings", settings, "--report", settings]
        sheet = [PROGRAM, "sheet", self.base, self.style, "-o", self.output, "--vary", "seed=0,1",
                 "--settings", settings, "--report", settings]
        for command in batch, sheet:
            self.assert_refused(
                self.run_program([str(word) for word in command]), 1, "would overwrite")
        self.assertEqual({name: (self.folder / name).read_bytes() for name in before}, before)

    def test_the_network_is_not_overwritten(self):
        whole = Path(os.environ["STYLE_TRANSFER_DATA"]) / "models" / "preview.safetensors"
        network = self.folder / "network.safetensors"
        network.write_bytes(whole.read_bytes())
        self.inputs.add(network.name)
        sheet = [PROGRAM, "sheet", self.base, self.style, "-o", self.output, "--vary", "seed=0",
                 "--size", "64", "--model", network, "--report", network]
        for result in (
            self.run_with("--model", network, "--report", network),
            self.run_program([str(word) for word in sheet]),
        ):
            self.assert_refused(result, 1, "would overwrite")
        batch = [PROGRAM, "batch", self.base, "--style", self.style, "--output-dir", self.folder,
                 "--format", "tif", "--size", "64", "--model", network, "--report", network]
        result = self.run_program([str(word) for word in batch])
        self.assertEqual(result.returncode, 1)
        self.assertIn("would overwrite", result.stderr)
        self.assertEqual(self.names(), self.inputs)
        self.assertEqual(network.read_bytes(), whole.read_bytes())

    def test_too_little_memory(self):
        """Of any amount; GEGL ends the process where it gets none."""
        large = self.folder / "large.ppm"
        large.write_bytes(b"P6 4000 3000 255\n" + bytes(3 * 4000 * 3000))
        self.inputs.add(large.name)
        for mib in 200, 650, 1000:
            limit = mib << 20
            with self.subTest(mib=mib):
                result = subprocess.run(
                    self.command(base=large), capture_output=True, text=True, cwd=self.folder,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
                self.assert_refused(result, 1, "memory")

    def test_no_room_for_what_does_not_fit_memory(self):
        large = self.folder / "large.ppm"
        large.write_bytes(b"P6 2000 1500 255\n" + os.urandom(3 * 2000 * 1500))
        swap = self.folder / "swap"
        swap.mkdir()
        self.inputs |= {large.name, swap.name}
        limit = 1 << 20
        result = subprocess.run(
            self.command("--iterations", 0, base=large), capture_output=True, text=True,
            env={**os.environ, "GEGL_SWAP": str(swap), "GEGL_CACHE_SIZE": "4"},
            preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY)))
        self.assert_refused(result, 1, f'make room in "{swap}"')
        self.assertEqual(list(swap.iterdir()), [])

    def test_models_that_cannot_be_read(self):
        model = self.folder / "cut.safetensors"
        whole = Path(os.environ["STYLE_TRANSFER_DATA"]) / "models" / "compact.safetensors"
        model.write_bytes(whole.read_bytes()[:5000])
        self.inputs.add(model.name)
        self.assert_refused(self.run_with("--model", model), 1, str(model))
        self.assert_refused(self.run_with("--model", "missing.h5"), 1, "missing.h5")

    def test_an_old_output_is_kept_unless_forced(self):
        self.output.write_bytes(b"old")
        self.inputs.add("out.png")
        self.assert_refused(
            self.run_with(force=False), 1, f'"{self.output}" exists already; give --force')
        self.assert_refused(self.run_with(style="missing.png"), 1, "missing.png")
        self.assertEqual(self.output.read_bytes(), b"old")
        self.assert_done(self.run_with())
        self.assertNotEqual(self.output.read_bytes(), b"old")


class Interruptions(CommandLine):
    def interrupt(self, number):
        self.output.write_bytes(b"old")
        command = self.command("--progress", "--report", self.folder / "report.json")
        command[command.index("--iterations") + 1] = "100000"
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            for line in process.stderr:
                if line.startswith("iteration 1 "):
                    break
            start = time.monotonic()
            process.send_signal(number)
            try:
                output, errors = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        self.assertEqual(process.returncode, 130, errors)
        self.assertEqual(output, "")
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(self.names(), self.inputs | {"out.png"})
        self.assertEqual(self.output.read_bytes(), b"old")
        self.assertTrue(errors.splitlines()[-1].startswith("style-transfer: "), errors)

    def test_ctrl_c(self):
        self.interrupt(signal.SIGINT)

    def test_termination(self):
        self.interrupt(signal.SIGTERM)

    def test_ignored_signals_stay_ignored(self):
        process = subprocess.Popen(
            self.command("--quiet"),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )
        for _ in range(5):
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertTrue(self.output.exists())


class Information(CommandLine):
    def test_help_names_every_parameter(self):
        result = self.run_program([PROGRAM, "--help"])
        self.assert_done(result)
        for name in PARAMETERS:
            self.assertRegex(result.stdout, rf"(?m)^  --{name}\b")
        self.assertIn("  --enhance, --no-enhance  ", result.stdout)
        for option in [
            "--no-enhance", "--output", "--report", "--progress", "--quiet", "--version", "Examples:",
        ]:
            self.assertIn(option, result.stdout)
        self.assertNotIn("Other settings", result.stdout)

    def test_as_the_first_process_of_a_container(self):
        alone = ["unshare", *([] if os.getuid() == 0 else ["--user", "--map-root-user"]),
                 "--fork", "--pid", "--mount-proc"]
        if not shutil.which(alone[0]) or subprocess.run(
                [*alone, "true"], capture_output=True, check=False).returncode:
            self.skipTest("this system gives no process a number of its own")
        self.assert_done(self.run_program([*alone, *self.command("--iterations", 0)]))

    def test_threads_wait_without_spinning(self):
        environment = {n: v for n, v in os.environ.items() if n != "OMP_WAIT_POLICY"}
        for policy, spins in [({}, "0"), ({"OMP_WAIT_POLICY": "active"}, "30000000000")]:
            result = subprocess.run(
                self.command("--iterations", "0"), capture_output=True, text=True, timeout=60,
                env=environment | policy | {"OMP_DISPLAY_ENV": "verbose"},
            )
            self.assertIn(f"GOMP_SPINCOUNT = '{spins}'", result.stderr)

    def completed(self, *words):
        """What the shell offers for the last of `words`."""
        script = (
            'source <("$0" --completions bash); COMP_WORDS=(style-transfer "$@"); COMP_CWORD=$#;'
            ' _style_transfer 2>/dev/null; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        return self.run_program(["bash", "-c", script, PROGRAM, *words]).stdout.split()

    def test_completion(self):
        self.assertEqual(self.completed("--method", ""), ["matching", "gram"])
        self.assertEqual(self.completed("--method", "g"), ["gram"])
        self.assertEqual(self.completed("--size", ""), [])
        self.assertEqual(self.completed("--style-l"), ["--style-layers"])
        self.assertEqual(self.completed("-o", "ba"), ["base.png"])
        self.assertEqual(self.completed("st"), ["style.jpg"])
        self.assertEqual(self.completed("mo"), ["model"])
        words = self.completed("model", "")
        help_text = self.run_program([PROGRAM, "model", "--help"]).stdout
        self.assertEqual(words, re.findall(r"(?m)^  (\w+)  ", help_text.split("Subcommands:")[1]))
        self.assertEqual(self.completed("model", "install", "v"), ["vgg19"])
        self.assertEqual(self.completed("model", "import", "st"), ["style.jpg"])
        zsh = self.run_program([PROGRAM, "--completions", "zsh"]).stdout
        for name in PARAMETERS:
            self.assertIn(f"'--{name}[", zsh)
        self.assertIn(":word:(matching gram)'", zsh)
        self.assert_refused(
            self.run_program([PROGRAM, "--completions", "fish"]), 1, "for bash and for zsh, not for \"fish\""
        )

    def test_version(self):
        result = self.run_program([PROGRAM, "--version"])
        self.assert_done(result)
        self.assertRegex(result.stdout, r"^style-transfer \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
