# SPDX-License-Identifier: GPL-3.0-or-later
"""A proof sheet from the dialog that becomes an image of GIMP, by keys."""

import statistics
import time

from document import Failure, expect, expect_same
from window_cases import cancelled, other_images, start_dialog

CELL = 256  # pixels, longer side


def open_sheet_window(screen, dialog):
    """Its button has no letter: it is the third from the end of the dialog."""
    screen.press(dialog, "shift+Tab")
    for key in ("shift+Tab", "shift+Tab", "space"):
        time.sleep(0.3)
        screen.xdotool("key", key)
    return screen.wait_for("--name", "^Style Transfer: Proof Sheet$")


def choose_values(screen, sheet, values):
    """Those of the content weight, which is the first setting."""
    screen.press(sheet, "alt+w")
    for key in ("Home", "Down"):
        screen.xdotool("key", key)
        time.sleep(0.3)
    screen.xdotool("key", "alt+v")
    time.sleep(0.3)
    screen.xdotool("key", "ctrl+a")
    screen.xdotool("type", values)
    time.sleep(0.3)


def wait_for_image(screen, sheet, seconds=240):
    """Open as Image does nothing until a sheet is there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        screen.press(sheet, "alt+i")
        time.sleep(2)
        if screen.windows("--name", "Untitled.*GIMP$"):
            return
    raise Failure("GIMP shows no image of the sheet")


def sheet_as_image(document):
    gimp = document.gimp
    base = document.add_picture()
    before, images = document.state(), set(other_images(document))
    screen, dialog = start_dialog(document, base)
    sheet = open_sheet_window(screen, dialog)
    choose_values(screen, sheet, "0.1 1")
    screen.press(sheet, "alt+p")
    wait_for_image(screen, sheet)
    screen.press(sheet, "Escape")
    time.sleep(1)
    screen.press(dialog, "Escape")
    cancelled(gimp)
    expect_same(before, document.state(), "after a proof sheet")

    (image,) = set(other_images(document)) - images
    (layer,) = gimp.evaluate(f"(t-layers {image})")
    (name,) = gimp.evaluate(f"(gimp-item-get-name {layer})")
    expect(name == "Proof Sheet", f"the layer is called {name!r}")
    picture = document.pixels(layer)
    expect(2 * CELL < picture.width < 3 * CELL, f"two cells are {picture.width} wide")
    height = round(CELL * 72 / 96)
    expect(height < picture.height < 2 * height, f"one row is {picture.height} high")
    halves = [
        picture.part(x, 0, picture.width // 2, picture.height).visible_luma()
        for x in (0, picture.width // 2)
    ]
    expect(all(statistics.pstdev(half) > 0.05 for half in halves), "a cell is empty")
    expect(halves[0] != halves[1], "both cells are the same")
