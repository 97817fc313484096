# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line says in each language, with locales made here. Usage: languages_test.py PROGRAM
CATALOGUES [unittest arguments]
"""

import gettext
import json
import os
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

    def say(self, language, *words):
        return subprocess.run(
            [PROGRAM, *map(str, words)], env=self.environments[language], capture_output=True,
            timeout=60, cwd=self.folder)

    def assert_says(self, result, code, sentence):
        self.assertEqual(result.stderr.decode(), f"style-transfer: {sentence}\n")
        self.assertEqual(result.returncode, code)

    def test_sentences(self):
        damaged = self.folder / "damaged.png"
        damaged.write_bytes(b"no picture of any kind")
        for language in self.environments:
            translation = gettext.translation(DOMAIN, CATALOGUES, [language])

            def own(text, *parts):
                translated = translation.gettext(text)
                self.assertNotEqual(translated, text)
                return translated % parts if parts else translated

            with self.subTest(language=language):
                words = (self.base, self.style, "-o", self.output)
                expected = own("a number from %s to %s", "0", "1000000")
                said = own('%s: expected %s, found "%s".', "content-weight", expected, "1,5")
                self.assert_says(
                    self.say(language, *words, "--content-weight", "1,5"), 2,
                    said + "\n" + own('Try "%s --help".', "style-transfer"))
                # The reader's words, which it says in English, too.
                kinds = "it is not a picture of a kind known here: PNG, JPEG, TIFF, WebP, OpenEXR, PPM"
                self.assert_says(
                    self.say(language, damaged, self.style, "-o", self.output), 1,
                    own('The picture "%s" cannot be read: %s.', damaged, own(kinds)))
                nowhere = self.folder / "nowhere" / "out.png"
                reason = own('there is no folder "%s"; make it first or choose another', nowhere.parent)
                self.assert_says(
                    self.say(language, self.base, self.style, "-o", nowhere), 1,
                    own('%s "%s" cannot be written: %s.', own("The picture"), nowhere, reason))

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
