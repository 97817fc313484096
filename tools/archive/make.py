#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the archives: plug-in, command line, and all that they need besides GIMP, in one folder.

Usage: make.py ENGINE_BUILD GIMP3_PLUG_IN TARGET
ENGINE_BUILD is the build folder of a Debian 12, with the plug-in for GIMP 2.10; GIMP3_PLUG_IN the
program that a Debian with GIMP 3 has built. The archives, and what is in them as folders, are written
to TARGET. $XZ_DEFAULTS is how they are packed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import elf
import libraries
import tree as installation

# Branches of a program's code repeat once they are made absolute: 5 % smaller.
FILTERS = "--x86 --lzma2=preset=9"

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
# The newest symbols that may be needed: those of Debian 12, but that the adapter to GIMP 3 is made
# where GIMP 3 is.
NEWEST = {"GLIBC": (2, 36), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13)}
NEWEST_IN_GIMP3 = NEWEST | {"GLIBC": (2, 38)}


def check_versions(folder, gimp3_plug_in=None):
    for path in sorted(folder.rglob("*")):
        if not elf.is_elf(path):
            continue
        limits = NEWEST_IN_GIMP3 if path == gimp3_plug_in else NEWEST
        for kind, number in elf.newest_versions(path).items():
            if kind in limits and number > limits[kind]:
                raise SystemExit(
                    f"error: {path} needs {kind}_{'.'.join(map(str, number))}, newer than "
                    f"{kind}_{'.'.join(map(str, limits[kind]))}, which systems may not have"
                )


def pack(folder, archive):
    """The same files make the same archive."""
    date = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", SOURCE, "log", "-1", "--format=@%ct"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    subprocess.run(
        ["tar", "--create", "--xz", f"--file={archive}", f"--directory={folder.parent}"]
        + ["--sort=name", f"--mtime={date or '@0'}", "--owner=0", "--group=0", "--numeric-owner"]
        + [folder.name],
        env={"XZ_OPT": FILTERS} | os.environ if "XZ_DEFAULTS" not in os.environ else None,
        check=True,
    )


def tell_weight(folder, archive):
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    print(f"{archive.name}: {archive.stat().st_size / 1e6:.1f} MB packed, ", end="")
    print(f"{sum(sizes.values()) / 1e6:.1f} MB in {len(sizes)} files; the largest:")
    for path, size in sorted(sizes.items(), key=lambda item: -item[1])[:6]:
        print(f"  {size / 1e6:6.1f} MB  {path.relative_to(folder)}")


def main(engine_build, gimp3_plug_in, target):
    target.mkdir(parents=True, exist_ok=True)
    version = installation.meson_information(engine_build, "projectinfo")["version"]
    with tempfile.TemporaryDirectory(dir=target) as name:
        work = Path(name)
        folder = work / installation.PROGRAM
        folder.mkdir()
        installation.collect(engine_build, work, folder)
        travellers = libraries.Travellers(folder)
        travellers.travel()
        libraries.copy_licences(
            libraries.packages_of(travellers.sources.values()), folder / "licences"
        )
        shutil.copy2(SOURCE / "LICENSE", folder / "LICENSE")
        shutil.copy2(HERE / "install.sh", folder / "install.sh")
        for gimp in (2, 3):
            plug_in = folder / installation.PROGRAM
            if gimp == 3:
                shutil.copy2(gimp3_plug_in, plug_in)
            check_versions(folder, plug_in if gimp == 3 else None)
            archive = target / f"gimp-style-transfer-{version}-linux-x86_64-gimp{gimp}.tar.xz"
            pack(folder, archive)
            tell_weight(folder, archive)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*(Path(argument).resolve() for argument in sys.argv[1:]))
