# SPDX-License-Identifier: GPL-3.0-or-later
"""A display of its own for a test: Xvfb, with a window manager where there is one.

As a program: display.py [--size=WIDTHxHEIGHT] [--language=CODE] PROGRAM ARGUMENTS... runs the program
on it, fails when the toolkit warns about anything, and skips (77) with the reason when there is no
Xvfb, or no locale for the language."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
WARNINGS = re.compile(r"(Gtk|Gdk|GLib|GLib-GObject|GLib-GIO|Pango|Atk|GdkPixbuf)-(WARNING|CRITICAL)")


def missing_programs(*names):
    return [name for name in names if not shutil.which(name)]


def environment(display, folder):
    """Nothing of the user's desktop, so that results do not depend on it."""
    wanted = {key: value for key, value in os.environ.items() if not key.startswith("DBUS_")}
    wanted.update(
        DISPLAY=display,
        GDK_BACKEND="x11",
        GSETTINGS_BACKEND="memory",
        GTK_THEME=os.environ.get("GTK_THEME", "Adwaita"),
        GTK_USE_PORTAL="0",
        GIO_USE_VFS="local",
        HOME=folder,
        LC_ALL="C.UTF-8",
        LANGUAGE="",
        NO_AT_BRIDGE="1",
        XDG_CONFIG_HOME=folder,
        XDG_DATA_HOME=folder,
        XDG_CACHE_HOME=folder,
        XDG_RUNTIME_DIR=folder,
    )
    return wanted


# gettext translates in a real locale only, and a system has few of them: it is made here.
LOCALES = {
    "de": "de_DE",
    "es": "es_ES",
    "fr": "fr_FR",
    "he": "he_IL",
    "ja": "ja_JP",
    "zh_CN": "zh_CN",
}


class NoLocale(Exception):
    """Why there is no locale for a language."""


def speak(language, variables, folder):
    """Puts a locale of the language into the folder, and into the environment."""
    name = LOCALES[language]
    if missing := missing_programs("localedef"):
        raise NoLocale(f"there is no {missing[0]}")
    target = os.path.join(folder, name + ".UTF-8")
    command = ["localedef", "--no-archive", "-i", name, "-f", "UTF-8", target]
    done = subprocess.run(command, capture_output=True, text=True)
    if not os.path.exists(os.path.join(target, "LC_CTYPE")):
        raise NoLocale(f"localedef made no {name} (package locales): {done.stderr.strip()}")
    variables.update(LOCPATH=folder, LC_ALL=name + ".UTF-8", LANGUAGE=language)


@contextlib.contextmanager
def virtual_display(size="1366x768", language=None):
    """Yields the environment in which programs find the display."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        variables = environment("", folder)
        if language:
            speak(language, variables, folder)
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size + "x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(end, server)
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        variables["DISPLAY"] = ":" + number
        if shutil.which("openbox"):
            manager = subprocess.Popen(
                ["openbox"], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            stack.callback(end, manager)
            time.sleep(0.3)
        yield variables


def end(process):
    process.terminate()
    process.wait()


def toolkit_warnings(text):
    return [line for line in text.splitlines() if WARNINGS.search(line)]


def main():
    missing = missing_programs("Xvfb")
    if missing:
        print("skipped: there is no", ", ".join(missing))
        return SKIPPED
    words = sys.argv[1:]
    options = {}
    while words[0].startswith("--"):
        name, value = words.pop(0)[2:].split("=")
        options[name] = value
    try:
        with virtual_display(**options) as variables:
            done = subprocess.run(words, env=variables, stderr=subprocess.PIPE, text=True)
    except NoLocale as reason:
        print("skipped:", reason)
        return SKIPPED
    sys.stderr.write(done.stderr)
    warnings = toolkit_warnings(done.stderr)
    if warnings:
        print("The toolkit warns:", *warnings, sep="\n")
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
