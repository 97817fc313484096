# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the user's browser, on a display with a home of its own (display.py)."""

import os
import time
from pathlib import Path


class Browser:
    """Opens what a program in `environment` opens as a web page, which is to note its name."""

    def __init__(self, environment):
        home = Path(environment["XDG_DATA_HOME"])
        self.opened = home / "opened"
        program = home / "browser.sh"
        program.write_text(f'#!/bin/sh\nprintf %s "$1" >"$0.new"\nmv "$0.new" "{self.opened}"\n')
        program.chmod(0o700)
        (home / "applications").mkdir()
        (home / "applications" / "browser.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName=Browser\nExec={program} %u\n"
        )
        defaults = Path(environment["XDG_CONFIG_HOME"]) / "mimeapps.list"
        defaults.write_text("[Default Applications]\ntext/html=browser.desktop\n")

    def page(self, seconds=20):
        """The page that was opened; None when none is."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.opened.exists():
                return Path(self.opened.read_text())
            time.sleep(0.1)
        return None


def install_help_pages(environment, folder):
    """For the user alone: those in other languages lie in the build folder."""
    data = Path(environment["XDG_DATA_HOME"]) / "gimp-style-transfer"
    data.mkdir()
    os.symlink(folder, data / "help")
