#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tools that make archives, with small libraries of their own: what travels, under which names, what
is left out, which symbols are too new, and who takes whose.

Usage: archive_test.py TOP_OF_THE_TREE
"""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

if not all(shutil.which(program) for program in ("cc", "patchelf", "readelf", "nm")):
    print("skipped: there is no cc or patchelf (package patchelf)")
    sys.exit(77)
sys.path.insert(0, str(Path(sys.argv.pop(1)) / "tools" / "archive"))

import check_loading  # noqa: E402
import elf  # noqa: E402
import libraries  # noqa: E402
import make  # noqa: E402
import tree  # noqa: E402


class Archive(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="archive-test-")
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)
        self.system = self.top / "system"
        self.tree = self.top / "style-transfer"
        self.home = self.tree / "lib" / "gimp-style-transfer"
        for made in (self.system, self.home, self.tree / "bin"):
            made.mkdir(parents=True)
        self.known = dict(elf.library_folders())
        patch = mock.patch.object(elf, "library_folders", lambda: self.known)
        patch.start()
        self.addCleanup(patch.stop)

    def library(self, name, code, *needs, folder=None, versions=None):
        file = (folder or self.system) / name
        options = ["-Wl,--no-as-needed", f"-Wl,-soname,{name}"]
        if versions:
            script = self.top / "versions.map"
            script.write_text(versions)
            options.append(f"-Wl,--version-script={script}")
        self.compile(file, code, "-shared", "-fPIC", *options, *needs)
        self.known[name] = file
        return file

    def compile(self, file, code, *options):
        command = ["cc", "-w", "-x", "c", "-", "-x", "none", "-o", file, *options]
        subprocess.run([str(word) for word in command], input=code, text=True, check=True)

    def make_all(self):
        """An engine that needs a library that needs others: one used, one not, one left out."""
        cloud = self.library(
            "libcurl.so.4", "int cloud(void) { return 1; } int table[3];",
            versions="CURL_OPENSSL_4 { cloud; table; };",
        )
        unused = self.library("libvideo.so.1", "int video(void) { return 1; }")
        deep = self.library("libdeep.so.3", "int deep(void) { return 40; }")
        middle = self.library(
            "libmiddle.so.2",
            "int cloud(void), deep(void); extern int table[];"
            "int middle(int far) { return far ? cloud() + table[0] : deep() + 2; }",
            cloud, unused, deep,
        )
        engine = self.library(
            libraries.ENGINE, "int middle(int); int engine(int far) { return middle(far); }",
            middle, folder=self.home,
        )
        del self.known[libraries.ENGINE]
        program = self.tree / "bin" / "program"
        self.compile(
            program,
            "#include <stdlib.h>\nint engine(int);"
            "int main(int n, char** v) { return engine(n > 1); }",
            engine, f"-Wl,-rpath-link,{self.system}",
        )
        travellers = libraries.Travellers(self.tree)
        travellers.travel()
        shutil.rmtree(self.system)
        moved = self.top / "moved"
        self.tree.rename(moved)
        return moved

    def test_everything_travels_under_its_own_name(self):
        moved = self.make_all()
        home = moved / "lib" / "gimp-style-transfer"
        self.assertEqual(
            sorted(path.name for path in home.iterdir()),
            sorted([
                libraries.ENGINE, "libstyle-transfer-left-out.so",
                "style-transfer-libdeep.so.3", "style-transfer-libmiddle.so.2",
            ]),
        )
        self.assertEqual(subprocess.run([moved / "bin" / "program"], check=False).returncode, 42)
        names = elf.output_of("readelf", "-dW", home / "style-transfer-libmiddle.so.2")
        self.assertIn("soname: [style-transfer-libmiddle.so.2]", names)
        self.assertIn("[$ORIGIN]", names)
        self.assertNotIn("libvideo", names)

    def test_what_was_left_out_says_so(self):
        result = subprocess.run(
            [self.make_all() / "bin" / "program", "far"], capture_output=True, text=True, check=False
        )
        self.assertEqual(result.returncode, -6)
        self.assertIn("cloud was left out of this archive", result.stderr)

    def test_a_library_that_is_nowhere(self):
        gone = self.library("libgone.so.1", "int gone(void) { return 1; }")
        self.library(
            libraries.ENGINE, "int gone(void); int engine(void) { return gone(); }", gone,
            folder=self.home,
        )
        del self.known["libgone.so.1"]
        with self.assertRaisesRegex(SystemExit, "libgone.so.1 is needed"):
            libraries.Travellers(self.tree)

    def test_names_of_gimp_and_of_the_system(self):
        for name in (
            "libgimp-3.0.so.0", "libgimpbase-2.0.so.0", "libgimpui-3.0.so.0", "libgegl-0.4.so.0",
            "libglib-2.0.so.0", "libgtk-3.so.0", "libgdk_pixbuf-2.0.so.0", "libpng16.so.16",
            "libz.so.1", "libc.so.6", "libstdc++.so.6", "ld-linux-x86-64.so.2",
        ):
            self.assertTrue(libraries.is_foreign(name), name)
        for name in (
            "libzstd.so.1", "libgomp.so.1", "libc10.so.1.13", "libmiddle.so.2", "libcrypto.so.3",
            "libglog.so.1", "libgdal.so.32", "libgfortran.so.5", "libjpeg.so.62",
        ):
            self.assertFalse(libraries.is_foreign(name), name)

    def test_symbols_that_are_too_new(self):
        versions = "GLIBC_2.37 { fresh; };"
        new = self.library("libnew.so.1", "int fresh(void) { return 1; }", versions=versions)
        user = self.library("libuser.so.1", "int fresh(void); int user(void) { return fresh(); }", new)
        self.assertEqual(elf.newest_versions(user)["GLIBC"], (2, 37))
        folder = self.top / "made"
        folder.mkdir()
        shutil.copy2(user, folder)
        with self.assertRaisesRegex(SystemExit, "GLIBC_2.37, newer than GLIBC_2.36"):
            make.check_versions(folder)
        make.check_versions(folder, gimp3_plug_in=folder / user.name)

    def test_places_in_the_tree(self):
        plug_in, prefix = Path("/usr/lib/gimp/2.0/plug-ins/style-transfer"), Path("/usr")
        for installed, place in {
            f"{plug_in}/style-transfer": "style-transfer",
            f"{plug_in}/locale/de/x.mo": "locale/de/x.mo",
            "/usr/bin/style-transfer": "bin/style-transfer",
            "/usr/libexec/gimp-style-transfer/reader": "libexec/gimp-style-transfer/reader",
            "/usr/share/gimp/2.0/scripts/batch.scm": "scripts/batch.scm",
        }.items():
            self.assertEqual(tree.place_in_tree(Path(installed), plug_in, prefix), Path(place))
        with self.assertRaisesRegex(SystemExit, "/etc/x is installed to where"):
            tree.place_in_tree(Path("/etc/x"), plug_in, prefix)

    def loaded(self, *bindings):
        log = self.top / "log"
        log.write_text("".join(
            f"    7:\tbinding file {user} [0] to {provider} [0]: normal symbol `{symbol}' [V]\n"
            for user, provider, symbol in bindings
        ))
        return check_loading.breaches(self.tree, log.read_text().splitlines())

    def test_who_takes_whose(self):
        ours, torch = self.home / libraries.ENGINE, self.home / "style-transfer-libtorch.so"
        plug_in = self.tree / "style-transfer"
        found, own = self.loaded(
            (ours, torch, "matmul"), (torch, "/usr/lib/libc.so.6", "malloc"),
            (torch, "/usr/lib/libpoppler.so.126", "_ZZNSt19_Sp_make_shared_tag5_S_tiEvE5__tag"),
            (plug_in, ours, "api"), ("/usr/lib/libgegl.so", "/usr/lib/libblas.so.3", "sgemm_"),
        )
        self.assertEqual((found, own), (set(), 1))
        found, _ = self.loaded(
            (ours, torch, "matmul"), (torch, "/usr/lib/libblas.so.3", "sgemm_"),
            ("/usr/lib/libgegl.so", torch, "dgemm_"),
            (torch, "/usr/lib/libexiv2.so", "_ZNSt8__detail8_ScannerIcE18_M_eat_escape_ecmaEv"),
        )
        self.assertEqual(found, {
            ("style-transfer-libtorch.so", "libblas.so.3", "sgemm_"),
            ("libgegl.so", "style-transfer-libtorch.so", "dgemm_"),
            (
                "style-transfer-libtorch.so", "libexiv2.so",
                "_ZNSt8__detail8_ScannerIcE18_M_eat_escape_ecmaEv",
            ),
        })


if __name__ == "__main__":
    unittest.main()
