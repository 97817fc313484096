# SPDX-License-Identifier: GPL-3.0-or-later
"""documents_test.py TOP BUILT PO4A: the help page and the manual page in every language of po/LINGUAS.
Every text of the originals as they are now is translated, names controls as the windows do, and keeps
markup and links; the pages in BUILT (BUILD/po/documents) have the structure of the originals."""

import gettext
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from translated_test import lines_of, messages, run

TOP, BUILT, PO4A = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
HELP = TOP / "data/help/style-transfer.html"
MANUAL = TOP / "data/man/style-transfer.1"
LANGUAGES = lines_of("LINGUAS")
INLINE = {"a", "b", "code", "kbd"}  # these may stand in another order in another language
TAG = re.compile(r"(?<![BI])</?\w[^>]*>")
OPTION = re.compile(r"B<[^>]*>")
# How the help page names a control within a sentence.
NAMED = re.compile(r"“([^”]+)”|<b>([^<]+)</b>")


def without_mnemonic(label):
    return re.sub(r"\(_\w\)|_", "", label)


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        configuration = (TOP / "po/documents/po4a.cfg.in").read_text()
        configuration = configuration.replace("@languages@", " ".join(LANGUAGES))
        (cls.folder / "po4a.cfg").write_text(configuration.replace("@build@", str(cls.folder)))
        catalogues = cls.folder / "po/documents"
        catalogues.mkdir(parents=True)
        for language in LANGUAGES:
            shutil.copy(TOP / "po/documents" / f"{language}.po", catalogues)
        (cls.folder / "data").symlink_to(TOP / "data")
        folders = ["--srcdir", str(cls.folder), "--destdir", str(cls.folder)]
        run(PO4A, "--quiet", "--no-translations", *folders, str(cls.folder / "po4a.cfg"))

    def merged(self, language):
        """The catalogue, with the texts that the originals have now."""
        return self.folder / "po/documents" / f"{language}.po"

    def translations(self, catalogue):
        compiled = self.folder / "compiled.mo"
        run("msgfmt", f"--output-file={compiled}", str(catalogue))
        with open(compiled, "rb") as file:
            texts = gettext.GNUTranslations(file)._catalog
        return {text: own for text, own in texts.items() if text and isinstance(text, str)}

    def labels(self, language):
        """What the windows write on controls, in English and in the language."""
        texts = self.translations(TOP / "po" / f"{language}.po")
        return {without_mnemonic(text): without_mnemonic(own) for text, own in texts.items()}

    def test_each_language_has_its_catalogue(self):
        names = sorted(path.stem for path in (TOP / "po/documents").glob("*.po"))
        self.assertEqual(names, LANGUAGES)

    def test_nothing_is_missing(self):
        self.assertGreater(len(messages(self.folder / "documents.pot")), 200)
        for language in LANGUAGES:
            with self.subTest(language=language):
                merged = self.merged(language)
                self.assertEqual(messages(merged, "--untranslated"), [], "not translated")
                self.assertEqual(messages(merged, "--only-fuzzy"), [], "fuzzy")

    def test_markup_and_options_are_kept(self):
        for language in LANGUAGES:
            for text, own in self.translations(self.merged(language)).items():
                with self.subTest(language=language, text=text):
                    self.assertEqual(Counter(TAG.findall(own)), Counter(TAG.findall(text)), own)
                    self.assertEqual(Counter(OPTION.findall(own)), Counter(OPTION.findall(text)), own)
                    self.assertEqual(own.count("I<"), text.count("I<"), own)

    def test_controls_are_named_as_in_the_windows(self):
        named = 0
        for language in LANGUAGES:
            labels = self.labels(language)
            for text, own in self.translations(self.merged(language)).items():
                if text in labels:
                    with self.subTest(language=language, control=text):
                        self.assertEqual(own, labels[text])
                        named += 1
                parts = text.split(", ") + ["".join(found) for found in NAMED.findall(text)]
                for part in set(parts) & set(labels):
                    with self.subTest(language=language, control=part, text=text):
                        self.assertIn(labels[part], own)
                        named += 1
        self.assertGreater(named, 100 * len(LANGUAGES))

    def test_help_pages_have_the_structure_of_the_original(self):
        def blocks(tree):
            return [element.tag for element in tree.iter() if element.tag not in INLINE]

        original = ElementTree.parse(HELP)
        for language in LANGUAGES:
            with self.subTest(language=language):
                page = ElementTree.parse(BUILT / f"style-transfer.{language}.html")
                self.assertEqual(page.getroot().get("lang"), language.replace("_", "-"))
                self.assertEqual(page.getroot().get("dir"), self.labels(language)["ltr"])
                self.assertEqual(blocks(page), blocks(original))
                for tag in ("style", "pre"):
                    texts = [[part.text for part in tree.iter(tag)] for tree in (page, original)]
                    self.assertEqual(*texts)

    def test_links_lead_somewhere(self):
        pages = [BUILT / f"style-transfer.{language}.html" for language in LANGUAGES]
        for page in [HELP, *pages]:
            elements = list(ElementTree.parse(page).iter())
            identifiers = [element.get("id") for element in elements if element.get("id")]
            self.assertEqual(len(set(identifiers)), len(identifiers), page)
            links = {element.get("href") for element in elements if element.tag == "a"}
            self.assertGreater(len(links), 10)
            self.assertLessEqual(links, {"#" + identifier for identifier in identifiers}, page)

    @unittest.skipUnless(shutil.which("groff"), "there is no groff (package groff-base)")
    def test_manual_pages_are_set_without_a_warning(self):
        # What man adds for languages that break lines between any two characters.
        macros = {"ja": ["-mja"], "zh_CN": ["-mzh"]}
        pages = {language: BUILT / language / "man1/style-transfer.1" for language in LANGUAGES}
        sections = MANUAL.read_text().count("\n.SH ")
        for language, page in {"en": MANUAL, **pages}.items():
            with self.subTest(language=language):
                self.assertEqual(page.read_text().count("\n.SH "), sections)
                command = ["groff", "-k", "-Tutf8", "-ww", *macros.get(language, []), "-man"]
                done = subprocess.run(
                    [*command, str(page)], stdin=subprocess.DEVNULL, capture_output=True, timeout=30
                )
                self.assertEqual((done.returncode, done.stderr.decode()), (0, ""))
                self.assertGreater(len(done.stdout), 5000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
