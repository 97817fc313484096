#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes away what `meson install` has installed from a build folder, folders included. `ninja
uninstall` leaves folders behind once something was installed twice.

Usage: remove.py BUILD_FOLDER OWN_FOLDER...
OWN_FOLDER goes as well unless somebody else's file is in it.
"""

import json
import os
import sys
from pathlib import Path


def placed(path):
    """Where an installed path is when DESTDIR moves the whole installation, as in `meson install`."""
    return Path(os.environ.get("DESTDIR", "") + path)


def installed_files(build):
    """Where each file is installed; a target that is a folder brings the files in it."""
    installed = json.loads((Path(build) / "meson-info" / "intro-installed.json").read_text())
    for source, path in installed.items():
        for inner, _, files in os.walk(source):
            for file in files:
                yield placed(path) / (Path(inner) / file).relative_to(source)
        if not os.path.isdir(source):
            yield placed(path)


def remove_empty(folder):
    """Takes `folder` away if there is nothing but empty folders in it; names the files in the way."""
    for inner, _, files in os.walk(folder, topdown=False):
        for file in files:
            print(f"stays, because it was not installed from here: {Path(inner) / file}")
        if not os.listdir(inner):
            os.rmdir(inner)


def main():
    build, *own_folders = sys.argv[1:]
    removed = 0
    try:
        for file in installed_files(build):
            if file.is_symlink() or file.is_file():
                file.unlink()
                removed += 1
        for folder in own_folders:
            remove_empty(placed(folder))
    except OSError as error:
        sys.exit(f"error: {error.filename}: {error.strerror}. Who has installed must also remove.")
    print(f"{removed} files removed")


if __name__ == "__main__":
    main()
