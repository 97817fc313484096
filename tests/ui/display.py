# SPDX-License-Identifier: GPL-3.0-or-later
"""A display of its own for a test: Xvfb, with a window manager where there is one.

As a program: display.py [--size=WIDTHxHEIGHT] PROGRAM ARGUMENTS... runs the program on it, fails when
the toolkit warns about anything, and skips (77) with the reason when there is no Xvfb."""

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
        NO_AT_BRIDGE="1",
        XDG_CONFIG_HOME=folder,
        XDG_DATA_HOME=folder,
        XDG_CACHE_HOME=folder,
        XDG_RUNTIME_DIR=folder,
    )
    return wanted


@contextlib.contextmanager
def virtual_display(size="1366x768"):
    """Yields the environment in which programs find the display."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
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
        variables = environment(":" + number, folder)
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
    size = {"size": words.pop(0)[len("--size=") :]} if words[0].startswith("--size=") else {}
    with virtual_display(**size) as variables:
        done = subprocess.run(words, env=variables, stderr=subprocess.PIPE, text=True)
    sys.stderr.write(done.stderr)
    warnings = toolkit_warnings(done.stderr)
    if warnings:
        print("The toolkit warns:", *warnings, sep="\n")
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
