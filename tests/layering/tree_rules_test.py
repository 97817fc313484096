#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tree_rules.py against tiny trees that break one rule each: a rule that never fails is no rule."""

import tempfile
import unittest
from pathlib import Path

import tree_rules

LICENCE_LINE = "// " + tree_rules.LICENCE + "\n"


class TreeRules(unittest.TestCase):
    def faults(self, name, text, licence=LICENCE_LINE):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(licence + text, encoding="utf-8")
            count, faults = tree_rules.check_tree(folder)
            self.assertEqual(count, 1)
            return [f"{severity}: {sentence}" for severity, sentence in faults]

    def assert_allowed(self, name, *headers):
        for header in headers:
            self.assertEqual(self.faults(name, f"#include {header}\n"), [], (name, header))

    def assert_refused(self, name, *headers):
        for header in headers:
            faults = self.faults(name, f"#include {header}\n")
            self.assertEqual(len(faults), 1, (name, header, faults))
            self.assertIn("error", faults[0])

    def test_standard_library_is_free_for_all(self):
        for name in ("engine/base/a.h", "engine/run/a.cpp", "ui/windows/a.cpp", "plugin/a.cpp"):
            self.assert_allowed(name, "<vector>", "<cmath>", "<sys/stat.h>")

    def test_engine_knows_no_gimp_gtk_glib_gegl(self):
        for folder in ("network", "base", "api", "cli"):
            name = f"engine/{folder}/a.cpp"
            self.assert_refused(
                name, "<libgimp/gimp.h>", "<gtk/gtk.h>", "<glib.h>", "<gegl.h>", "<babl/babl.h>",
                '"ui/windows/settings_dialog.h"', '"plugin/host.h"',
            )

    def test_only_the_pixels_of_the_engine_know_gegl(self):
        self.assert_allowed(
            "engine/pixels/a.cpp", "<gegl.h>", "<babl/babl.h>", "<glib.h>", '"engine/base/image.h"'
        )
        for header in ("<png.h>", "<jpeglib.h>"):
            self.assert_allowed("engine/picture_files/a.cpp", header)
            for name in ("engine/cli/a.cpp", "engine/pixels/a.cpp"):
                self.assert_refused(name, header)
        self.assert_refused(
            "engine/pixels/a.cpp", "<gtk/gtk.h>", "<libgimp/gimp.h>", "<ATen/core/Tensor.h>",
            '"engine/network/network.h"',
        )

    def test_command_line_uses_api_and_pixels_only(self):
        self.assert_allowed(
            "engine/cli/a.cpp",
            '"engine/client/engine.hpp"',
            '"engine/pixels/buffer.h"',
            "<CLI/CLI.hpp>",
        )
        self.assert_refused(
            "engine/cli/a.cpp", '"engine/network/network.h"', "<ATen/core/Tensor.h>"
        )

    def test_engine_does_not_use_pixels_or_command_line(self):
        self.assert_refused(
            "engine/network/a.cpp", '"engine/pixels/buffer.h"', '"engine/cli/report.h"'
        )

    def test_trainer_uses_engine_and_pixels_and_nothing_uses_it(self):
        self.assert_allowed(
            "engine/train/a.cpp", '"engine/optimiser/lbfgs.h"', '"engine/pixels/buffer.h"',
            "<ATen/core/Tensor.h>",
        )
        self.assert_refused("engine/train/a.cpp", "<gegl.h>", '"engine/cli/arguments.h"')
        for name in ("engine/run/a.cpp", "engine/cli/a.cpp", "plugin/a.cpp"):
            self.assert_refused(name, '"engine/train/training.h"')

    def test_method_goes_one_way(self):
        rooms = ("network", "objective", "optimiser", "picture", "plan", "run", "api")
        for place, room in enumerate(rooms):
            for other in rooms[:place]:
                self.assert_allowed(f"engine/{room}/a.cpp", f'"engine/{other}/a.h"')
                self.assert_refused(f"engine/{other}/a.cpp", f'"engine/{room}/a.h"')

    def test_windows_go_one_way(self):
        rooms = ("jobs", "state", "widgets", "windows")
        for place, room in enumerate(rooms):
            for other in rooms[:place]:
                self.assert_allowed(f"ui/{room}/a.cpp", f'"ui/{other}/a.h"')
                self.assert_refused(f"ui/{other}/a.cpp", f'"ui/{room}/a.h"')
        for room in ("jobs", "state"):
            self.assert_refused(f"ui/{room}/a.cpp", "<gtk/gtk.h>")

    def test_model_files_are_read_in_one_folder(self):
        for header, room in (("<hdf5.h>", "reader"), ("<nlohmann/json.hpp>", "model")):
            self.assert_allowed(f"engine/{room}/a.cpp", header)
            self.assert_refused("engine/network/a.cpp", header)
            self.assert_refused("plugin/a.cpp", header)
        for header in ("<hdf5.h>", "<tiffio.h>", '"engine/reader/decoders.h"'):
            self.assert_refused("engine/model/a.cpp", header)
        self.assert_refused("engine/model/a.cpp", "<ATen/core/Tensor.h>")

    def test_torch_stays_inside_the_engine(self):
        header = "<ATen/core/Tensor.h>"
        for name in ("engine/network/a.cpp", "engine/network/a.h", "tests/a.cpp"):
            self.assert_allowed(name, header)
        for name in ("engine/client/a.hpp", "engine/model/model.h", "engine/base/a.h", "ui/windows/a.cpp",
                     "plugin/a.cpp", "plugin/gimp2/a.cpp"):
            self.assert_refused(name, header)
        self.assert_refused("engine/network/a.cpp", "<torch/torch.h>")

    def test_ui_knows_gtk_but_no_gimp(self):
        self.assert_allowed("ui/windows/a.cpp", "<gtk/gtk.h>", "<glib/gi18n.h>", '"engine/client/engine.hpp"')
        self.assert_refused(
            "ui/windows/a.cpp",
            "<libgimp/gimpui.h>",
            "<gegl.h>",
            '"plugin/host.h"',
            '"engine/pixels/buffer.h"',
        )

    def test_only_the_adapters_know_gimp(self):
        for adapter in ("plugin/gimp/a.cpp", "plugin/gimp2/a.cpp", "plugin/gimp3/a.cpp"):
            self.assert_allowed(adapter, "<libgimp/gimp.h>", '"plugin/host.h"', '"ui/jobs/a.h"')
        self.assert_allowed("plugin/gimp3/a.cpp", '"plugin/gimp/gimp_host.h"', '"gimp_api.h"')
        self.assert_refused("plugin/gimp/a.cpp", '"plugin/gimp3/gimp_api.h"')
        self.assert_refused("plugin/run_session.cpp", "<libgimp/gimp.h>")
        self.assert_refused("plugin/gimp2/a.cpp", '"plugin/gimp3/host.h"')
        self.assert_refused("plugin/gimp3/a.cpp", '"plugin/gimp2/host.h"')
        self.assert_refused("plugin/run_session.cpp", '"plugin/gimp3/host.h"')

    def test_own_headers_are_named_from_the_top(self):
        self.assert_refused("engine/network/a.cpp", '"network.h"', '"../base/image.h"')

    def test_code_lies_in_a_folder_of_the_map(self):
        self.assertIn("lies outside", self.faults("misc/a.cpp", "")[0])

    def test_licence_line(self):
        for name in ("ui/windows/a.cpp", "meson.build", "tests/a.py", "check", "po/LINGUAS", "data/a.xml"):
            self.assertIn("has no line", self.faults(name, "x\n", licence="")[0])
        for name in ("ui/README.md", "LICENSE", "tests/a/expected.json"):
            self.assertEqual(self.faults(name, "x\n", licence=""), [])

    def test_length(self):
        self.assertEqual(self.faults("ui/windows/a.cpp", "\n" * 379), [])
        self.assertIn("warning", self.faults("ui/windows/a.cpp", "\n" * 380)[0])
        self.assertIn("error", self.faults("ui/windows/a.cpp", "\n" * 400)[0])
        self.assertEqual(self.faults("po/de.po", "\n" * 2000), [])

    def test_links(self):
        page = "# One Thing, and `two`\n[a](%s)\n"
        for link in ("a.md", "#one-thing-and-two", "../docs/a.md#one-thing-and-two", "..",
                     "https://example.org/a.md", "mailto:a@example.org"):
            self.assertEqual(self.faults("docs/a.md", page % link), [], link)
        for link in ("b.md", "a.md#one", "#two", "../a.md", "pictures/a.png"):
            faults = self.faults("docs/a.md", page % link)
            self.assertEqual(len(faults), 1, link)
            self.assertIn(f"error: docs/a.md: line 3: a link to {link}", faults[0])

    def test_machine_paths(self):
        for folder in ("home", "root", "work", "Users"):
            faults = self.faults("ui/windows/a.cpp", f'open("/{folder}/someone/picture.png");\n')
            self.assertEqual(len(faults), 1)
            self.assertIn("a path of one machine", faults[0])
        for path in ("/usr/share/gimp", "/tmp/x", "$HOME/work/x", "homework/x"):
            self.assertEqual(self.faults("ui/windows/a.cpp", f'open("{path}");\n'), [], path)

    def test_weights_and_pictures_are_left_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.png").write_bytes(b"\x89PNG\0\0")
            self.assertEqual(tree_rules.check_tree(folder), (1, []))


if __name__ == "__main__":
    unittest.main()
