# SPDX-License-Identifier: GPL-3.0-or-later
"""screens_test.py DIALOG_PROGRAM FOLDER: the windows under a real keyboard and window manager.

Types into the windows with xdotool, checks what comes of it, and leaves a picture of each window,
in the light and the dark theme, in FOLDER for a look by eye."""

import os
import subprocess
import sys
import tempfile
import time
import unittest

import display

PROGRAM, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


# GTK's own file dialog says these of itself when somebody types into it.
FILE_DIALOG_WARNINGS = (
    "gtk_widget_event: assertion 'WIDGET_REALIZED_FOR_EVENT",
    "gtk_tree_model_get_iter_first: assertion 'GTK_IS_TREE_MODEL",
)


def write_picture(path, width=320, height=200):
    rows = bytearray()
    for y in range(height):
        for x in range(width):
            rows += bytes((x * 255 // width, y * 255 // height, 128 + 64 * (x // 20 % 2)))
    with open(path, "wb") as file:
        file.write(b"P6 %d %d 255\n" % (width, height) + rows)


class Screens(unittest.TestCase):
    theme = "Adwaita"

    def setUp(self):
        self.folder = self.enter(tempfile.TemporaryDirectory())
        self.picture = os.path.join(self.folder, "painting.ppm")
        write_picture(self.picture)
        self.variables = self.enter(display.virtual_display())
        self.variables["GTK_THEME"] = self.theme

    def enter(self, context):
        self.addCleanup(context.__exit__, None, None, None)
        return context.__enter__()

    def start(self, *arguments):
        self.process = subprocess.Popen(
            [PROGRAM, *arguments],
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(self.process.kill)
        self.wait_for_window("Style Transfer")

    def wait_for_window(self, title):
        self.tool("search", "--sync", "--onlyvisible", "--name", title, timeout=15)
        self.tool("search", "--onlyvisible", "--name", title, "windowfocus", "--sync")
        time.sleep(0.3)

    def tool(self, *arguments, timeout=15):
        subprocess.run(
            ["xdotool", *arguments],
            env=self.variables,
            check=True,
            timeout=timeout,
            stdout=subprocess.DEVNULL,
        )

    def keys(self, *names):
        for name in names:
            self.tool("key", "--clearmodifiers", name)
            time.sleep(0.1)

    def photograph(self, name):
        if not display.missing_programs("import"):
            os.makedirs(FOLDER, exist_ok=True)
            path = os.path.join(FOLDER, name + ".png")
            subprocess.run(["import", "-window", "root", path], env=self.variables, check=True)

    def answer(self, allowed=()):
        output, errors = self.process.communicate(timeout=15)
        warnings = [
            line
            for line in display.toolkit_warnings(errors)
            if not any(known in line for known in allowed)
        ]
        self.assertEqual(warnings, [])
        self.assertEqual(self.process.returncode, 0, errors)
        return output.splitlines()


class SettingsDialog(Screens):
    def test_keyboard_alone(self):
        self.start("settings", self.picture, "4000", "3000")
        self.photograph("settings")
        self.keys("ctrl+Page_Down")
        self.photograph("settings-advanced")
        self.keys("alt+w")
        self.tool("type", "0.5")
        self.keys("ctrl+Page_Up", "alt+m")
        self.tool("type", "200")
        self.keys("Return")
        style, settings = self.answer()
        self.assertEqual(style, self.picture)
        self.assertIn("content-weight=0.5 ", settings)
        self.assertIn(" variation-weight=4 ", settings)

    def test_escape(self):
        self.start("settings", self.picture, "400", "300")
        self.keys("Escape")
        self.assertEqual(self.answer(), ["nothing"])

    def test_choosing_a_file(self):
        self.start("settings", "", "400", "300")
        self.keys("alt+f", "space")
        self.wait_for_window("Choose the Style Picture")
        self.keys("slash")  # opens the entry for a path, which takes a moment
        time.sleep(0.5)
        self.tool("type", "--delay", "30", self.picture[1:])
        time.sleep(0.5)
        self.keys("Return")
        time.sleep(0.7)
        self.wait_for_window("Style Transfer")
        self.photograph("settings-chosen")
        self.keys("alt+o")
        self.assertEqual(self.answer(allowed=FILE_DIALOG_WARNINGS)[0], self.picture)


class ProgressWindow(Screens):
    def test_stop(self):
        self.start("progress", self.picture, "100", "100")
        time.sleep(1.5)
        self.photograph("progress")
        self.keys("alt+s")
        self.assertEqual(self.answer(), ["result"])

    def test_escape(self):
        self.start("progress", self.picture, "100", "100")
        self.keys("Escape")
        self.assertEqual(self.answer(), ["nothing"])


class DarkTheme(Screens):
    theme = "Adwaita:dark"

    def test_settings(self):
        self.start("settings", "/nowhere/gone.png", "300", "400", "content-weight=0.0005")
        self.keys("ctrl+Page_Down", "alt+p")
        time.sleep(0.3)
        self.photograph("settings-dark")
        self.keys("Escape")
        self.assertEqual(self.answer(), ["nothing"])

    def test_progress(self):
        self.start("progress", self.picture, "100", "100")
        time.sleep(1)
        self.photograph("progress-dark")
        self.keys("alt+c")
        self.assertEqual(self.answer(), ["nothing"])

    def test_error(self):
        self.start("error", "/pictures/style.png: expected a picture, found a folder.")
        self.photograph("error-dark")
        self.keys("Return")
        self.assertEqual(self.answer(), [])


if __name__ == "__main__":
    absent = display.missing_programs("Xvfb", "xdotool", "openbox")
    if absent:
        print("skipped: there is no", ", ".join(absent))
        sys.exit(display.SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
