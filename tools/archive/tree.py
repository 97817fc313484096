# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` installs, as one folder that can lie anywhere: the plug-in's own folder, with
everything else below it."""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

PROGRAM = "style-transfer"


def meson_information(build, what):
    return json.loads((build / "meson-info" / f"intro-{what}.json").read_text())


def option(build, name):
    options = meson_information(build, "buildoptions")
    return next(entry["value"] for entry in options if entry["name"] == name)


def plug_in_folder(build):
    """Where the plug-in's program is installed to; None where the build has no plug-in."""
    for source, place in meson_information(build, "installed").items():
        if Path(source).parent.name in ("gimp2", "gimp3") and Path(place).name == PROGRAM:
            return Path(place).parent
    return None


def compile_installed(build):
    """Builds what will be installed, and not the tests."""
    targets = [
        os.path.relpath(file, build)
        for target in meson_information(build, "targets")
        if target["installed"]
        for file in target["filename"]
    ]
    subprocess.run([os.environ.get("NINJA", "ninja"), "-C", build, *targets], check=True)


def install(build, destination, *options):
    meson = shlex.split(os.environ.get("MESON", "meson"))
    subprocess.run(
        [*meson, "install", "-C", build, "--no-rebuild", "--quiet", "--strip", *options],
        env=dict(os.environ, DESTDIR=str(destination)),
        check=True,
    )


def place_in_tree(path, plug_in, prefix):
    """Where an installed file goes. The plug-in's folder is the top; what was to go below the prefix
    goes there under the same names, which is how the programs find it (installation.h)."""
    if path.is_relative_to(plug_in):
        return path.relative_to(plug_in)
    if path.parent.name == "scripts":
        return Path("scripts") / path.name
    if path.is_relative_to(prefix):
        return path.relative_to(prefix)
    raise SystemExit(f"error: {path} is installed to where an archive has no place for it")


def collect(build, work, tree):
    """Fills `tree` with what `build` installs."""
    compile_installed(build)
    destination = work / "installed"
    install(build, destination)
    prefix, plug_in = Path(option(build, "prefix")), plug_in_folder(build)
    if plug_in is None:
        raise SystemExit(f"error: {build} has no plug-in")
    for folder, folders, files in os.walk(destination):
        for name in files + [n for n in folders if not os.listdir(Path(folder) / n)]:
            source = Path(folder) / name
            place = tree / place_in_tree(
                Path("/") / source.relative_to(destination), plug_in, prefix
            )
            if source.is_dir() and not source.is_symlink():
                place.mkdir(parents=True, exist_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place, follow_symlinks=False)
    shutil.rmtree(destination)
