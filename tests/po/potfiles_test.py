# SPDX-License-Identifier: GPL-3.0-or-later
"""potfiles_test.py TOP: po/POTFILES names exactly the sources with translatable texts, and xgettext
finds every text that is marked in them."""

import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

TOP = Path(sys.argv[1])
FOLDERS = ("engine", "ui", "plugin")
MARKED = re.compile(r'(?<![\w"])(?:_|N_|C_|NC_|Q_|dngettext|g_dngettext)\s*\(\s*[\w,\s]*"')


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/|#define[^\n]*", "", text, flags=re.DOTALL)


def listed_files():
    lines = (TOP / "po/POTFILES").read_text().splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def marked_files():
    return sorted(
        str(path.relative_to(TOP))
        for folder in FOLDERS
        for suffix in ("*.cpp", "*.h", "*.hpp")
        for path in (TOP / folder).rglob(suffix)
        if MARKED.search(without_comments(path.read_text()))
    )


class Potfiles(unittest.TestCase):
    def test_names_every_file_with_translatable_texts(self):
        self.assertEqual(listed_files(), marked_files())

    def test_finds_the_marks(self):
        for text in ('_("a")', 'N_("a")', 'f(_( "a"))', 'dngettext(DOMAIN, "a", "b", n)'):
            self.assertTrue(MARKED.search(text), text)
        for text in ('in_("a")', "_(name)", '"_(\\"a"', 'gettext_("a")'):
            self.assertFalse(MARKED.search(text), text)

    @unittest.skipUnless(shutil.which("xgettext"), "there is no xgettext")
    def test_xgettext_reads_them(self):
        keywords = [f"--keyword={word}" for word in ("_", "N_", "dngettext:2,3")]
        done = subprocess.run(
            ["xgettext", "--from-code=UTF-8", "--output=-", *keywords, *listed_files()],
            cwd=TOP,
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        for text in ("Content _weight", "about %ld minutes left", "Choose the Style Picture"):
            self.assertIn(f'"{text}"', done.stdout)

    def test_each_language_has_its_catalogue(self):
        lines = (TOP / "po/LINGUAS").read_text().splitlines()
        languages = [line for line in lines if line.strip() and not line.startswith("#")]
        self.assertEqual(languages, sorted(languages))
        self.assertEqual(languages, sorted(path.stem for path in (TOP / "po").glob("*.po")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
