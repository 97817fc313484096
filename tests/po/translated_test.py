# SPDX-License-Identifier: GPL-3.0-or-later
"""translated_test.py TOP: every language of po/LINGUAS has every text of the sources as they are now,
translated, not fuzzy, with the format specifiers and plural forms that it must have."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

TOP = Path(sys.argv[1])
SKIPPED = 77
SOME_TEXTS = 200  # a template with less was not made from all sources
# What may be of either direction, and what is not: a path, a name; an option, a command with one.
INSERTED = re.compile(r"%s|(?<!\w)--\w")
FORMAT = re.compile(r"%[-.\d]*[a-z]+")
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")


def lines_of(name):
    lines = (TOP / "po" / name).read_text().splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def run(*command):
    """What a program of gettext prints, its messages included; any complaint is a failure."""
    done = subprocess.run(
        command,
        cwd=TOP,
        capture_output=True,
        text=True,
        env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=""),
    )
    if done.returncode != 0:
        raise AssertionError(f"{command[0]}: {done.stderr}")
    return done.stdout + done.stderr


def strong_directions(text):
    """Of the letters and marks, in their order; what is inserted by %s is as if it were Latin."""
    letters = FORMAT.sub("", text.replace("%s", "L"))
    return [found for found in map(unicodedata.bidirectional, letters) if found in ("L", "R")]


def messages(catalogue, *which):
    """The msgids of a catalogue, or those of some kind only."""
    text = run("msgattrib", "--no-wrap", "--no-obsolete", *which, str(catalogue))
    return [found for found in re.findall(r'^msgid "(.*)"$', text, re.MULTILINE) if found]


class Translated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.template = cls.folder / "template.pot"
        keywords = ["--keyword=_", "--keyword=N_", "--add-comments=TRANSLATORS"]
        output = f"--output={cls.template}"
        run("xgettext", "--from-code=UTF-8", *keywords, output, *lines_of("POTFILES"))

    def merged(self, language):
        target = self.folder / f"{language}.po"
        own = TOP / "po" / f"{language}.po"
        run("msgmerge", "--quiet", f"--output-file={target}", str(own), str(self.template))
        return target

    def test_the_template_is_whole(self):
        self.assertGreater(len(messages(self.template)), SOME_TEXTS)

    def test_nothing_is_missing(self):
        for language in lines_of("LINGUAS"):
            with self.subTest(language=language):
                merged = self.merged(language)
                self.assertEqual(messages(merged, "--untranslated"), [], "not translated")
                self.assertEqual(messages(merged, "--only-fuzzy"), [], "fuzzy")

    def test_the_files_are_sound(self):
        for language in lines_of("LINGUAS"):
            with self.subTest(language=language):
                merged = str(self.merged(language))
                said = run("msgfmt", "--check", "--statistics", "--output-file=/dev/null", merged)
                self.assertRegex(said, r"^\d+ translated messages\.$")

    def test_each_letter_that_leads_to_a_control_is_there(self):
        for language in lines_of("LINGUAS"):
            merged = self.merged(language)
            text = run("msgattrib", "--no-wrap", "--no-obsolete", str(merged))
            for original, own in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE):
                with self.subTest(language=language, text=original):
                    self.assertEqual(original.count("_"), own.count("_"), own)

    def test_the_metainfo_has_a_summary_in_each_language(self):
        tree = ElementTree.parse(next((TOP / "data").glob("*.metainfo.xml")))
        spoken = [summary.get(XML_LANGUAGE) for summary in tree.iterfind("summary")]
        self.assertEqual(spoken, [None, *lines_of("LINGUAS")])

    def test_what_is_inserted_does_not_mix_with_a_language_from_right_to_left(self):
        leftwards = 0
        for language in lines_of("LINGUAS"):
            text = run("msgattrib", "--no-wrap", "--no-obsolete", str(self.merged(language)))
            if 'msgid "ltr"\nmsgstr "rtl"' not in text:
                continue
            leftwards += 1
            for own in re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', text, re.MULTILINE):
                with self.subTest(language=language, text=own):
                    self.assertNotRegex(ISOLATED.sub("", own), INSERTED)
                    # Pango goes by the first letter of all, which may be one that is inserted.
                    if "R" in (directions := strong_directions(own)):
                        self.assertEqual(directions[0], "R")
        self.assertGreater(leftwards, 0)


if __name__ == "__main__":
    programs = ("xgettext", "msgmerge", "msgattrib", "msgfmt")
    absent = [name for name in programs if not shutil.which(name)]
    if absent:
        print("skipped: there is no", ", ".join(absent), "(package gettext)")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
