#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes pictures of the plug-in's windows in a real GIMP, for the README: both pages of the dialog, the
first also with two styles, a run, and GIMP with its layer; or the way from a fresh profile to a painted
layer of 24 megapixels. Look at them before they go into data/readme. Needs Xvfb, xdotool, openbox and
ImageMagick."""

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
from window_cases import OK, start_dialog, wait_for_other_window, wait_for_result

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))
from display import virtual_display  # pylint: disable=wrong-import-position

SETTLED = 20  # seconds until the preview changes no more
PAINTED = 12  # and until a run shows something
OK_OTHERWISE = {"he": "alt+hebrew_aleph"}  # in languages that are not written in Latin letters
LAYER = (1200, 675)
CAMERA = (6000, 4000)
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


def shown_photo(gimp, folder):
    """With a channel of its sky."""
    document = Document(gimp, folder, *LAYER)
    photo = document.add_picture(size=LAYER)
    gimp.evaluate(f"(gimp-display-new {document.id})")
    document.call("t-select", document.id, *SKY)
    document.call("t-selection-as-channel", document.id, quoted("Sky"))
    return document, photo


def windows(setup, folder, variables, arguments):
    profile = Profile(folder, setup)
    settings = dict(word.split("=", 1) for word in arguments.settings.split())
    write_last_values(profile, settings)
    with Gimp(profile, variables, windows=True) as gimp:
        document, photo = shown_photo(gimp, folder)
        screen, window = start_dialog(document, photo)
        screen.xdotool("mousemove", 3, 760)
        time.sleep(SETTLED)
        take(screen, window, f"{arguments.target}_basic.png")
        screen.press(window, "ctrl+Page_Down")
        time.sleep(1)
        take(screen, window, f"{arguments.target}_advanced.png")
        screen.press(window, OK_OTHERWISE.get(arguments.language, OK))
        progress = wait_for_other_window(gimp, screen, window)
        time.sleep(PAINTED)
        take(screen, progress, f"{arguments.target}_run.png")
        screen.press(wait_for_result(document, screen, 900), "Return")
        gimp.receive(600)
        time.sleep(PAINTED)
        take(screen, screen.wait_for("--name", "GIMP$"), f"{arguments.target}_layers.png")
    if setup.major == 3:  # which keeps its last values otherwise
        return
    # The file counts for a GIMP in which nothing has been painted yet.
    write_two_styles(profile, settings)
    with Gimp(profile, variables, windows=True) as gimp:
        document, photo = shown_photo(gimp, folder)
        screen, window = start_dialog(document, photo)
        screen.xdotool("mousemove", 3, 760)
        time.sleep(2 * SETTLED)
        take(screen, window, f"{arguments.target}_styles.png")


def way_of_a_newcomer(setup, folder, variables, arguments):
    """With nothing but what is there: the dialog, the run, the result and the layer of it."""
    profile = Profile(folder, setup)
    with Gimp(profile, variables, windows=True):
        pass  # makes the profile
    with Gimp(profile, variables, windows=True) as gimp:
        document = Document(gimp, folder, *CAMERA)
        photo = document.add_picture(size=CAMERA)
        gimp.evaluate(f"(gimp-display-new {document.id})")
        screen, window = start_dialog(document, photo)
        screen.xdotool("mousemove", 3, 760)
        time.sleep(SETTLED)
        take(screen, window, f"{arguments.target}_1.png")
        screen.press(window, OK)
        progress = wait_for_other_window(gimp, screen, window)
        time.sleep(2 * PAINTED)
        take(screen, progress, f"{arguments.target}_2.png")
        result = wait_for_result(document, screen, 1800)
        time.sleep(PAINTED)
        take(screen, result, f"{arguments.target}_3.png")
        screen.press(result, "Return")
        gimp.receive(600)
        time.sleep(PAINTED)
        take(screen, "root", f"{arguments.target}_4.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_setup_options(parser)
    parser.add_argument("--language", help="a code of po/LINGUAS; else English")
    parser.add_argument("--settings", default="method=matching", help="(%(default)s)")
    parser.add_argument("--newcomer", action="store_true", help="the way from a fresh profile")
    parser.add_argument("target", type=Path, help="how the files begin: FOLDER/NAME")
    arguments = parser.parse_args()
    setup = find_setup(arguments)
    if not setup:
        sys.exit(f"There is no GIMP {arguments.gimp} on this machine.")
    setup.photo = setup.photo.with_name("lake.jpg")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        variables = stack.enter_context(virtual_display("1366x768", arguments.language))
        pictures = way_of_a_newcomer if arguments.newcomer else windows
        pictures(setup, folder, variables, arguments)


if __name__ == "__main__":
    main()
