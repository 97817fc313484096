# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line says in each language, with locales made here. Usage: languages_test.py PROGRAM
CATALOGUES [unittest arguments]
"""

import gettext
import json
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CATALOGUES = os.path.abspath(sys.argv.pop(2))

from command_line import PROGRAM, CommandLine

sys.path.append(str(Path(__file__).resolve().parent.parent / "ui"))
import display

DOMAIN = "plug-in-style-transfer"
LARGEST_SIDE = "65536"  # pixels, of a picture


def gray_tiff(width, height):
    """The head of one, whose pixels are missing."""
    fields = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: width}
    entries = [struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields.items()]
    return struct.pack("<2sHIH", b"II", 42, 8, len(fields)) + b"".join(entries) + bytes(4)


class Languages(CommandLine):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.environments = {}
        for language in display.LOCALES:
            environment = dict(os.environ, STYLE_TRANSFER_LOCALE=CATALOGUES)
            try:
                display.speak(language, environment, folder.name)
            except display.NoLocale as reason:
                raise unittest.SkipTest(str(reason))
            cls.environments[language] = environment

    def say(self, language, *words, **more):
        more = {"env": self.environments[language], **more}
        return subprocess.run(
            [PROGRAM, *map(str, words)], capture_output=True, timeout=60, cwd=self.folder, **more)

    def assert_says(self, result, code, sentence):
        self.assertEqual(result.stderr.decode(), f"style-transfer: {sentence}\n")
        self.assertEqual(result.returncode, code)

    def own(self, language):
        """What the catalogue of a language makes of a text."""
        translation = gettext.translation(DOMAIN, CATALOGUES, [language])

        def translated(text, *parts):
            result = translation.gettext(text)
            self.assertNotEqual(result, text)
            # Python has no lengths of the types zu and td.
            return re.sub("%[zt]", "%", result) % parts if parts else result

        return translated

    def test_setting(self):
        for language in self.environments:
            with self.subTest(language=language):
                own = self.own(language)
                expected = own("a number from %s to %s", "0", "1000000")
                said = own('%s: expected %s, found "%s".', "content-weight", expected, "1,5")
                words = (self.base, self.style, "-o", self.output, "--content-weight", "1,5")
                self.assert_says(
                    self.say(language, *words), 2, said + "\n" + own('Try "%s --help".', "style-transfer"))

    def test_file(self):
        """The reader says it, a process that can open no catalogue."""
        wide = self.folder / "wide.tif"
        wide.write_bytes(gray_tiff(400000, 1))
        size = "its size is %s pixels, and no side may be longer than %s"
        for language in self.environments:
            with self.subTest(language=language):
                own = self.own(language)
                self.assert_says(
                    self.say(language, wide, self.style, "-o", self.output), 1,
                    own('The picture "%s" cannot be read: %s.', wide, own(size, "400000×1", LARGEST_SIDE)))

    def test_memory(self):
        """The engine says it, a library that is loaded."""
        words = [self.base, self.style, "-o", self.output, "--size", "64", "--memory", "1"]
        english = self.say("de", *words, env=os.environ).stderr.decode()
        pattern = r"of (\d+)×(\d+) .* least (\d+) MiB .* network (\w+), .* is (\d+) MiB"
        numbers = re.search(pattern, english).groups()
        text = (
            "A working image of %d×%d pixels needs at least %ld MiB of memory with the network %s, but "
            "the limit is %ld MiB: raise the limit or choose a smaller size.")
        parts = [part if part.isalpha() else int(part) for part in numbers]
        for language in self.environments:
            with self.subTest(language=language):
                self.assert_says(self.say(language, *words), 1, self.own(language)(text, *parts))

    def test_files_and_places(self):
        own = self.own("de")
        damaged = self.folder / "damaged.png"
        damaged.write_bytes(b"no picture of any kind")
        cut = self.folder / "cut.png"
        cut.write_bytes(self.base.read_bytes()[:200])
        kinds = ("it is not a picture of a kind known here: PNG, JPEG, TIFF, WebP, GIF, HEIC, AVIF, "
                 "OpenEXR, PPM")
        for file, reason in {
            damaged: own(kinds),
            cut: own("the PNG data is damaged or cut short (%s)", "it ends too early"),
        }.items():
            self.assert_says(
                self.say("de", file, self.style, "-o", self.output), 1,
                own('The picture "%s" cannot be read: %s.', file, reason))
        nowhere = self.folder / "nowhere" / "out.png"
        reason = own('there is no folder "%s"; make it first or choose another', nowhere.parent)
        self.assert_says(
            self.say("de", self.base, self.style, "-o", nowhere), 1,
            own('%s "%s" cannot be written: %s.', own("The picture"), nowhere, reason))

    def test_too_little_memory_to_start(self):
        limit = 200 << 20
        sentence = (
            "There is not enough memory to start: close other programs, or raise the limit on the "
            "address space.")
        self.assert_says(
            self.say(
                "de", self.base, self.style, "-o", self.output,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))),
            1, self.own("de")(sentence))

    def test_batch(self):
        own = self.own("de")
        report = self.folder / "report.json"
        absent = self.folder / "absent.png"
        result = self.say(
            "de", "batch", absent, "--style", self.style, "--output-dir", self.folder / "out", "--report",
            report)
        *lines, summary = result.stderr.decode().splitlines()
        said = own('The picture "%s" cannot be read: %s.', absent, own("there is no such file"))
        self.assertEqual(lines, ["style-transfer: " + said])
        counts = ", ".join([own("%td painted", 0), own("%td failed", 1)])
        self.assertTrue(summary.startswith("style-transfer: " + counts), summary)
        self.assertTrue(summary.endswith(own("Failed: %s.", f'"{absent}"')), summary)
        # What programs read.
        written = json.loads(report.read_text())
        self.assertEqual((written["painted"], written["failed"]), (0, 1))
        self.assertEqual(written["files"][0]["outcome"], "failed")

    def test_what_programs_read_stays(self):
        plain = dict(os.environ, LC_ALL="C", LANGUAGE="de", STYLE_TRANSFER_LOCALE=CATALOGUES)
        for words in ["--version"], ["--help"], ["--completions", "bash"]:
            with self.subTest(words[0]):
                self.assertEqual(
                    self.say("de", *words).stdout, self.say("de", *words, env=plain).stdout)
        self.assert_says(
            self.say("de", "absent.png", self.style, "-o", self.output, env=plain), 1,
            'The picture "absent.png" cannot be read: there is no such file.')

    def test_numbers_stay_as_programs_read_them(self):
        report = self.folder / "report.json"
        result = self.say(
            "de", self.base, self.style, "-o", self.output, "--size", "64", "--iterations", "0",
            "--content-weight", "0.25", "--threads", "1", "--report", report)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(json.loads(report.read_text())["settings"]["content-weight"], 0.25)

    def test_without_a_catalogue(self):
        environment = dict(self.environments["de"], STYLE_TRANSFER_LOCALE="/nowhere")
        result = subprocess.run(
            [PROGRAM, "absent.png", self.style, "-o", self.output], env=environment,
            capture_output=True, text=True, timeout=60)
        self.assertEqual(
            result.stderr,
            'style-transfer: The picture "absent.png" cannot be read: there is no such file.\n')


if __name__ == "__main__":
    unittest.main()
