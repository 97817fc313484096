#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes pictures of the plug-in's windows in a real GIMP, for the README: both pages of the dialog, the
first also with two styles, and a run. Look at them before they go into data/readme. Needs Xvfb, xdotool,
openbox and ImageMagick."""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from document import Document, settings_text
from gimp import Gimp, Profile
from run import add_setup_options, find_setup, write_last_values
from s_expressions import quoted
from window_cases import OK, cancelled, start_dialog, wait_for_other_window

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))
from display import virtual_display  # pylint: disable=wrong-import-position

SETTLED = 20  # seconds until the preview changes no more
PAINTED = 12  # and until a run shows something
LAYER = (1200, 675)
SKY = (0, 0, 1200, 290, 12)  # of it: x, y, width, height, feather


def write_two_styles(profile, settings):
    """As a run of the plug-in in GIMP 2.10 leaves them."""
    night = profile.setup.style
    lines = [f"style {night}@channel Sky", f"style {night.with_name('auvers_village.jpg')}"]
    text = ["style-transfer settings 2", *lines, settings_text(settings), ""]
    profile.last_values.write_text("\n".join(text))


def take(screen, window, file):
    # Of a window that is gone, import would wait for a click.
    command = ["import", "-window", window, "-frame", file]
    subprocess.run(command, env=screen.gimp.environment, check=True, timeout=20)
    print(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_setup_options(parser)
    parser.add_argument("--language", help="a code of po/LINGUAS; else English")
    parser.add_argument("--settings", default="method=matching", help="(%(default)s)")
    parser.add_argument("target", type=Path, help="how the files begin: FOLDER/NAME")
    arguments = parser.parse_args()
    setup = find_setup(arguments)
    if not setup:
        sys.exit(f"There is no GIMP {arguments.gimp} on this machine.")
    setup.photo = setup.photo.with_name("lake.jpg")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        profile = Profile(folder, setup)
        settings = dict(word.split("=", 1) for word in arguments.settings.split())
        write_last_values(profile, settings)
        display = virtual_display("1366x768", arguments.language)
        variables = stack.enter_context(display)
        gimp = stack.enter_context(Gimp(profile, variables, windows=True))
        document = Document(gimp, folder, *LAYER)
        photo = document.add_picture(size=LAYER)
        document.call("t-select", document.id, *SKY)
        document.call("t-selection-as-channel", document.id, quoted("Sky"))
        screen, window = start_dialog(document, photo)
        screen.xdotool("mousemove", 3, 760)
        time.sleep(SETTLED)
        take(screen, window, f"{arguments.target}_basic.png")
        screen.press(window, "ctrl+Page_Down")
        time.sleep(1)
        take(screen, window, f"{arguments.target}_advanced.png")
        screen.press(window, OK)
        progress = wait_for_other_window(gimp, screen, window)
        time.sleep(PAINTED)
        take(screen, progress, f"{arguments.target}_run.png")
        screen.press(progress, "Escape")
        cancelled(gimp)

        write_two_styles(profile, settings)
        screen, window = start_dialog(document, photo)
        time.sleep(2 * SETTLED)
        take(screen, window, f"{arguments.target}_styles.png")


if __name__ == "__main__":
    main()
