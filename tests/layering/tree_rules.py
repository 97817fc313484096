#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the rules of CONTRIBUTING.md that a program can check: who may include what, the licence
line, the length of files, links from page to page, and no path of the machine that a file was written
on.

Prints one line per broken rule and exits with 1 when there is one.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LONG_FILE, TOO_LONG_FILE = 380, 400
CPP_SUFFIXES = {".cpp", ".h", ".hpp"}
CODE_SUFFIXES = CPP_SUFFIXES | {".py", ".sh", ".scm"}
# What carries no licence line: text for people (the LICENSE covers it), and formats without
# comments. Everything else that is text has one.
NO_LICENCE_LINE = {".md", ".json", ".npy", ".txt", ".csv", ".md5"}
NO_COMMENTS = {"LICENSE", "COPYING", "changelog", "copyright", "format"}  # the latter of debian/

# An #include belongs to the first library whose pattern its path matches.
LIBRARIES = {
    "torch": r"(torch|ATen|c10|caffe2)/",
    "gimp": r"libgimp",
    "pangocairo": r"pango/pangocairo\.h",
    "gtk": r"(gtk|gdk|gdk-pixbuf|pango|cairo|atk)\b",
    "gegl": r"(gegl|babl)\b",
    "glib": r"(glib|gio|gobject|gmodule|glib-object)\b",
    "hdf5": r"(hdf5|H5\w*)\.h",
    "picture formats": r"((jpeglib|jerror|png|tiffio|gif_lib|libheif/.*|webp/.*|Imf\w*)\.h)",
    "exiv2": r"exiv2/",
    "libcurl": r"curl/",
    "confinement": r"(seccomp|linux/landlock)\.h",
    "CLI11": r"CLI/",
    "nlohmann-json": r"nlohmann/",
}


@dataclass(frozen=True)
class Rule:
    """What the files of one folder may include, besides the standard library and the folder."""

    folder: str
    own: tuple  # folders of other rules
    libraries: tuple  # of LIBRARIES


BASE = ("engine/base/", "engine/settings/")
FINISHING = ("engine/finishing/",)
PUBLIC = BASE + FINISHING + ("engine/api/", "engine/client/")
WINDOWS = ("ui/jobs/", "ui/state/", "ui/widgets/", "ui/windows/")
PICTURES = ("gegl", "glib", "picture formats")
ADAPTER = Rule("", PUBLIC + WINDOWS + ("plugin/", "engine/pixels/"), ("gimp", "gtk", "gegl", "glib"))
# The rooms of the method, each of which may use those before it.
METHOD = ("network", "objective", "optimiser", "picture", "plan", "run")


def method_rules():
    below = BASE + FINISHING + ("engine/reading/", "engine/model/")
    for room in METHOD:
        yield Rule(f"engine/{room}/", below, ("torch",))
        below += (f"engine/{room}/",)
    yield Rule("engine/api/", below, ("torch",))
    yield Rule(
        "engine/train/",
        below + ("engine/pixels/", "engine/picture_files/"),
        ("torch", "CLI11", "nlohmann-json"),
    )


# A file belongs to the first rule whose folder holds it.
RULES = (
    Rule("engine/base/", (), ()),
    Rule("engine/settings/", ("engine/base/",), ()),
    Rule("engine/finishing/", BASE, ()),
    Rule("engine/reading/", BASE, ()),
    Rule("engine/model/", BASE + ("engine/reading/",), ("nlohmann-json",)),
    Rule(
        "engine/model_store/",
        BASE + ("engine/reading/", "engine/model/"),
        ("glib", "libcurl"),
    ),
    # The program that parses strangers' files, linked by nobody.
    Rule(
        "engine/reader/",
        BASE + ("engine/reading/", "engine/model/"),
        ("gegl", "picture formats", "exiv2", "hdf5", "nlohmann-json", "confinement"),
    ),
    *method_rules(),
    # The C ABI is a header of plain C: the one file of the engine that its users see.
    Rule(
        "engine/client/",
        BASE + FINISHING + ("engine/api/", "engine/pixels/"),
        ("nlohmann-json", "pangocairo"),
    ),
    Rule("engine/pixels/", BASE + FINISHING, ("gegl", "glib")),
    Rule(
        "engine/diagnostics/",
        PUBLIC + ("engine/model_store/", "engine/reading/", "engine/pixels/"),
        ("gegl", "glib"),
    ),
    Rule("engine/picture_files/", BASE + ("engine/pixels/", "engine/reading/"), PICTURES),
    Rule(
        "engine/cli/",
        PUBLIC
        + ("engine/model/", "engine/model_store/", "engine/pixels/", "engine/picture_files/")
        + ("engine/diagnostics/",),
        ("CLI11", "nlohmann-json"),
    ),
    Rule("ui/state/", PUBLIC + ("engine/model/", "ui/jobs/"), ("nlohmann-json",)),
    Rule("ui/jobs/", PUBLIC, ()),
    Rule("ui/widgets/", PUBLIC + WINDOWS[:2], ("gtk", "glib")),
    Rule("ui/windows/", PUBLIC + WINDOWS[:3], ("gtk", "glib")),
    # plugin/gimp/ is what the two adapters share.
    replace(ADAPTER, folder="plugin/gimp/"),
    replace(ADAPTER, folder="plugin/gimp2/", own=ADAPTER.own + ("plugin/gimp/",)),
    replace(ADAPTER, folder="plugin/gimp3/", own=ADAPTER.own + ("plugin/gimp/",)),
    Rule(
        "plugin/",
        PUBLIC + WINDOWS + ("engine/pixels/", "engine/diagnostics/", "engine/reading/"),
        ("gtk", "gegl", "glib"),
    ),
)
# Tests see everything.
ALL_FOLDERS = tuple(rule.folder for rule in RULES)
RULES += (Rule("tests/", ALL_FOLDERS, tuple(LIBRARIES)),)
# Headers that programs outside the engine see: they compile without libtorch.
TORCH_FREE_HEADERS = ("engine/api/", "engine/client/", "engine/model/", "engine/plan/memory_plan.h")
# Found through the build's include path: one file of this name for each GIMP.
CHOSEN_BY_BUILD = ("gimp_api.h",)
# It costs half a minute of compilation per file; ATen/ops/….h costs five seconds.
FORBIDDEN_HEADERS = ("torch/torch.h", "torch/script.h", "torch/extension.h")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# In a page of Markdown; not one into the net.
LINK = re.compile(r"\]\((?![a-z]+:)([^)\s]*)\)")
# A machine's own folders, at the start of an absolute path. Folders that every system has
# (/usr, /etc, /tmp) are fine.
MACHINE_PATH = re.compile(r"(?<![\w.$})~*-])/(?:home|root|work|Users|mnt|workspace)/[\w.-]+")


def source_files(top):
    """All files of the tree, relative to `top`: what git tracks or would track; without git, what
    lies outside of hidden folders and build folders."""
    if shutil.which("git") and (top / ".git").exists():
        listed = subprocess.run(
            ["git", "-C", top, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=False,
        )
        if listed.returncode == 0:
            names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
            return sorted(name for name in names if (top / name).is_file())
    names = []
    for folder, folders, files in os.walk(top):
        folders[:] = [
            f for f in folders if f == ".ci" or not f.startswith((".", "build", "__pycache__"))
        ]
        files = [f for f in files if f != ".git"]  # a worktree's; a clone has a folder
        names += [str((Path(folder) / file).relative_to(top)) for file in files]
    return sorted(names)


def library_of(header):
    for library, pattern in LIBRARIES.items():
        if re.match(pattern, header):
            return library
    return None


def rule_of(name):
    return next((rule for rule in RULES if name.startswith(rule.folder)), None)


def include_faults(name, lines):
    rule = rule_of(name)
    if rule is None:
        yield "C++ lies outside of engine/, ui/, plugin/ and tests/"
        return
    is_header = not name.endswith(".cpp")
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, header = match.groups()
        if header in FORBIDDEN_HEADERS:
            yield f"line {number}: <{header}> is never included, use ATen/… headers"
        target = rule_of(header)
        library = library_of(header)
        if target:
            if target is not rule and target.folder not in rule.own:
                yield f"line {number}: {rule.folder} may not include {header}"
        elif quote == '"' and library is None:
            # Tests may have helpers beside them; everything else is named from the top.
            if not name.startswith("tests/") and header not in CHOSEN_BY_BUILD:
                yield f'line {number}: "{header}" is not named from the top of the tree'
        if library and library not in rule.libraries:
            yield f"line {number}: {rule.folder} may not include {library} ({header})"
        elif library == "torch" and name.startswith(TORCH_FREE_HEADERS) and is_header:
            yield f"line {number}: a public header may not include {header}"


def headings(text):
    """What GitHub calls the headings of a page in links to them."""
    lines = re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^```.*?^```", "", text))
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def link_faults(top, name, lines):
    for number, line in enumerate(lines, 1):
        for link in LINK.findall(line):
            file, _, heading = link.partition("#")
            page = (top / name).parent / file if file else top / name
            if not page.exists():
                yield f"line {number}: a link to {link}, which is not there"
            elif heading and heading not in headings(page.read_text(encoding="utf-8")):
                yield f"line {number}: a link to {link}, but no heading is called so"


def needs_licence_line(name):
    path = Path(name)
    return path.suffix not in NO_LICENCE_LINE and path.name not in NO_COMMENTS


def faults_of(top, name):
    """Yields (severity, sentence) for one file."""
    data = (top / name).read_bytes()
    if b"\0" in data[:8192] or Path(name).suffix in (".npy", ".h5", ".safetensors"):
        return  # a picture or weights
    if name.startswith("tests/fuzz/corpus/"):
        return  # damaged on purpose
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "error", "is not UTF-8"
        return
    lines = text.splitlines()
    suffix = Path(name).suffix
    if needs_licence_line(name) and not any(LICENCE in line for line in lines[:5]):
        yield "error", f"has no line '{LICENCE}' at its top"
    is_code = suffix in CODE_SUFFIXES or Path(name).name == "meson.build" or text.startswith("#!")
    if is_code and len(lines) > TOO_LONG_FILE:
        yield "error", f"has {len(lines)} lines, at most {TOO_LONG_FILE} are allowed: split it"
    elif is_code and len(lines) > LONG_FILE:
        yield "warning", f"has {len(lines)} lines, near the limit of {TOO_LONG_FILE}"
    for number, line in enumerate(lines, 1):
        if (match := MACHINE_PATH.search(line)):
            yield "error", f"line {number}: a path of one machine ({match.group()})"
    if suffix in CPP_SUFFIXES:
        for fault in include_faults(name, lines):
            yield "error", fault
    if suffix == ".md":
        for fault in link_faults(top, name, lines):
            yield "error", fault


def check_tree(top):
    """All faults of the tree as (severity, 'file: sentence')."""
    top = Path(top)
    names = source_files(top)
    faults = [
        (severity, f"{name}: {sentence}")
        for name in names
        for severity, sentence in faults_of(top, name)
    ]
    return len(names), faults


def main(arguments):
    count, faults = check_tree(arguments[0])
    for severity, sentence in faults:
        print(f"{severity}: {sentence}")
    errors = sum(severity == "error" for severity, _ in faults)
    print(f"{count} files looked at, {errors} errors")
    if count == 0:
        print("error: no file was found")
    return 1 if errors or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
