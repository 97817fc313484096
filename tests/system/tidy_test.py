#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tidy.py: which sources it looks at, and how a compiler's command becomes one for Clang."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import tidy  # noqa: E402

TREE = {
    "engine/a.cpp": '#include "engine/a.h"\n',
    "engine/b.cpp": '#include "engine/a.h"\n#include "engine/only.h"\n',
    "ui/c.cpp": '#include "engine/only.h"\n#include "engine/client/engine.hpp"\n',
}


class Sources(unittest.TestCase):
    def sources(self, *names):
        return tidy.sources_for(names, set(TREE), TREE.get)

    def test_a_source_is_itself(self):
        self.assertEqual(self.sources("ui/c.cpp", "engine/a.cpp"), ["ui/c.cpp", "engine/a.cpp"])

    def test_a_header_is_the_source_of_its_name_or_one_that_includes_it(self):
        self.assertEqual(self.sources("engine/a.h"), ["engine/a.cpp"])
        self.assertEqual(self.sources("engine/only.h"), ["engine/b.cpp"])
        self.assertEqual(self.sources("engine/client/engine.hpp"), ["ui/c.cpp"])

    def test_each_once(self):
        self.assertEqual(self.sources("engine/a.h", "engine/a.cpp"), ["engine/a.cpp"])

    def test_the_rest_is_left_alone(self):
        names = ("engine/not_built.cpp", "engine/unused.h", "check", "po/de.po", "docs/a.cpp")
        self.assertEqual(self.sources(*names), [])


class Commands(unittest.TestCase):
    def test_without_ccache_and_with_warnings_of_other_compilers(self):
        self.assertEqual(
            tidy.clang_command("ccache c++ '-DA=\"b c\"' -c a.cpp"),
            "c++ -Wno-unknown-warning-option '-DA=\"b c\"' -c a.cpp",
        )

    def test_a_header_of_libtorch_comes_first_once(self):
        command = "c++ -DAT_PER_OPERATOR_HEADERS -c a.cpp"
        first = "c++ -include ATen/core/ivalue.h -Wno-unknown-warning-option "
        self.assertEqual(
            tidy.clang_command(command), first + "-DAT_PER_OPERATOR_HEADERS -c a.cpp"
        )
        built = "clang++ -DAT_PER_OPERATOR_HEADERS -include ATen/core/ivalue.h -c a.cpp"
        self.assertEqual(tidy.clang_command(built).count("ivalue.h"), 1)


if __name__ == "__main__":
    unittest.main()
