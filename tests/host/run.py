# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries the plug-in in the real GIMP that it was built for, and prints a table of case × result.

Exit code 0: all is well; 1: a case has failed; 77: there is no GIMP to try it in.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ui"))

import finishing_cases  # noqa: E402, F401 (registers its cases)
import profile_cases  # noqa: E402, F401 (the same)
import script_cases  # noqa: E402, F401 (the same)
import sheet_window_cases  # noqa: E402
import style_cases  # noqa: E402, F401 (the same)
import style_window_cases  # noqa: E402
import window_cases  # noqa: E402
from browser import install_help_pages  # noqa: E402
from display import NoLocale, missing_programs, virtual_display  # noqa: E402
from document import QUICK, Document, settings_text  # noqa: E402
from gimp import Gimp, GimpGone, Profile  # noqa: E402
from headless_cases import CASES  # noqa: E402
from s_expressions import quoted  # noqa: E402

SKIPPED = 77


@dataclass
class Setup:
    major: int
    gimp: str
    console: str
    gimp_version: str
    plug_in: Path
    engine: Path
    data: Path
    catalogues: Path
    photo: Path
    style: Path


class Table:
    def __init__(self, version):
        self.version = version
        self.width = 52
        self.failed = []
        self.count = 0
        print(f"{'case':{self.width}} GIMP {version}")

    def add(self, name, action):
        """Runs `action` and prints its row; whether it went well."""
        begin = time.monotonic()
        try:
            action()
            result = "ok"
        except Exception as error:  # pylint: disable=broad-except
            self.failed.append(name)
            result = f"FAILED: {error}"
            if not str(error):
                result += traceback.format_exc()
        self.count += 1
        print(f"{name:{self.width}} {result} ({time.monotonic() - begin:.1f} s)", flush=True)
        return result == "ok"

    def skip(self, name, reason):
        print(f"{name:{self.width}} skipped: {reason}", flush=True)


def add_setup_options(parser):
    parser.add_argument("--gimp", type=int, choices=(2, 3), required=True, help="major version")
    parser.add_argument("--plug-in", type=Path, required=True, help="the program that was built")
    parser.add_argument("--engine", type=Path, required=True, help="the engine's library")
    parser.add_argument("--source", type=Path, required=True, help="top of the source tree")


def find_setup(arguments):
    names = ["gimp-2.10", "gimp"] if arguments.gimp == 2 else ["gimp-3.0", "gimp-3", "gimp"]
    gimp = next((path for name in names if (path := shutil.which(name))), None)
    if not gimp:
        return None
    answer = subprocess.run([gimp, "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"(\d+)\.\d+\.\d+", answer.stdout)
    if not version or int(version[1]) != arguments.gimp:
        return None
    console = next(
        (path for name in names if (path := shutil.which(name.replace("gimp", "gimp-console")))),
        gimp,
    )
    samples = arguments.source / "data" / "samples"
    return Setup(
        major=arguments.gimp,
        gimp=gimp,
        console=console,
        gimp_version=version[0],
        plug_in=arguments.plug_in.resolve(),
        engine=arguments.engine.resolve(),
        data=arguments.source / "data",
        catalogues=arguments.plug_in.resolve().parents[2] / "po",  # of the same build folder
        photo=samples / "colosseum.jpg",
        style=arguments.source / "data" / "paintings" / "starry_night.jpg",
    )


def shrink_pictures(gimp, folder):
    """Smaller copies of photo and style: every case opens them."""
    for kind, longer_side in (("photo", 160), ("style", 120)):
        large = getattr(gimp.setup, kind)
        small = folder / large.with_suffix(".png").name
        gimp.evaluate(f"(t-shrink {quoted(large)} {longer_side} {quoted(small)})")
        setattr(gimp.setup, kind, small)


def run_headless(setup, folder, table, pattern):
    profile = Profile(folder, setup)
    wanted = {
        name: entry
        for name, entry in CASES.items()
        if setup.major in entry[1] and re.search(pattern, name)
    }
    if not wanted:
        return
    gimp = Gimp(profile, os.environ)
    try:
        shrink_pictures(gimp, folder)
        for name, (function, _, how) in wanted.items():

            def action(function=function, how=how):
                document = Document(gimp, folder, **how)
                function(document)
                document.delete()

            if not table.add(name, action) and not answers(gimp):
                gimp.close()
                gimp = Gimp(profile, os.environ)
    finally:
        gimp.close()


def answers(gimp):
    try:
        return gimp.evaluate("(+ 1 2)", 10) == 3
    except (OSError, GimpGone):
        return False


def write_last_values(profile, settings):
    """As a run of the plug-in leaves them."""
    style = profile.setup.style
    if profile.setup.major == 2:
        record = f"style-transfer settings 1\n{style}\n{settings_text(settings)}\n"
    else:
        lines = "".join(f"({name} {value})\n" for name, value in settings.items())
        record = f'(style-file "{style.as_uri()}")\n{lines}'
    profile.last_values.parent.mkdir(parents=True, exist_ok=True)
    profile.last_values.write_text(record)


def run_with_windows(setup, folder, table, pattern):
    def wanted(*names):
        return any(re.search(pattern, name) for name in names)

    undo, escape, accept = "undo is one step", "dialog cancelled", "dialog accepted"
    cancel, repeat = "cancelled while it works", "last values repeated"
    restart = "last values after a restart"
    discard, open_image = "result discarded", "style from an open image"
    again, several = "a painting painted again", "styles with regions from the dialog"
    german, engine = "dialog in German", "engine in German"
    fresh, sheet = "fresh profile", "proof sheet as an image"
    two = "two runs at once, from the menu and from a script"
    live = "finishing left on the layer by its check button"
    names = (
        undo, fresh, escape, accept, discard, cancel, two, repeat, restart, open_image, again, several,
        sheet, german, engine)
    names += (live,) if setup.major == 3 else ()
    if not wanted(*names):
        return
    if missing := missing_programs("Xvfb", "xdotool", "openbox"):
        for name in names:
            table.skip(name, f"there is no {', '.join(missing)}")
        return
    profile = Profile(folder, setup)

    def tried(gimp, function):
        document = Document(gimp, folder)
        function(document)

    with virtual_display() as variables:
        # One GIMP makes the profile, and takes what needs no last values.
        with Gimp(profile, variables, windows=True) as gimp:
            table.add(undo, lambda: tried(gimp, window_cases.undo_is_one_step))
            table.add(fresh, lambda: tried(gimp, window_cases.begins_with_a_painting))
        write_last_values(profile, dict(QUICK, iterations=100000))
        with Gimp(profile, variables, windows=True) as gimp:
            table.add(escape, lambda: tried(gimp, window_cases.dialog_cancelled))
            table.add(cancel, lambda: tried(gimp, window_cases.work_cancelled))
            table.add(two, lambda: tried(gimp, window_cases.two_runs_at_once))
        write_last_values(profile, QUICK)
        with Gimp(profile, variables, windows=True) as gimp:
            table.add(discard, lambda: tried(gimp, window_cases.result_discarded))
            table.add(accept, lambda: tried(gimp, window_cases.dialog_accepted))
            table.add(repeat, lambda: tried(gimp, window_cases.repeated))
            table.add(again, lambda: tried(gimp, window_cases.painted_again))
        with Gimp(profile, variables, windows=True) as gimp:
            table.add(restart, lambda: tried(gimp, window_cases.repeated))
            table.add(open_image, lambda: tried(gimp, window_cases.style_from_open_image))
        write_last_values(profile, QUICK)
        with Gimp(profile, variables, windows=True) as gimp:  # that shows no other image
            table.add(sheet, lambda: tried(gimp, sheet_window_cases.sheet_as_image))
        if setup.major == 3:
            write_last_values(profile, dict(QUICK, enhance="yes", brightness=1.3, colour=1,
                                            sharpness=1, opacity=80))
            with Gimp(profile, variables, windows=True) as gimp:
                table.add(live, lambda: tried(gimp, window_cases.finishing_left_on_the_layer))
        write_last_values(profile, style_window_cases.last_values(setup.major))
        with Gimp(profile, variables, windows=True) as gimp:
            table.add(several, lambda: tried(gimp, style_window_cases.sky_and_town))
    try:
        with virtual_display(language="de") as variables:
            install_help_pages(variables, setup.catalogues / "documents")
            with Gimp(profile, variables, windows=True) as gimp:
                table.add(german, lambda: tried(gimp, window_cases.in_german))
                table.add(engine, lambda: tried(gimp, window_cases.engine_in_german))
    except NoLocale as reason:
        for name in (german, engine):
            table.skip(name, reason)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_setup_options(parser)
    parser.add_argument("--cases", default="", help="only those whose name has this pattern")
    parser.add_argument("--keep", type=Path, help="folder in which files and logs are to stay")
    arguments = parser.parse_args()
    setup = find_setup(arguments)
    if not setup:
        print(f"skipped: there is no GIMP {arguments.gimp} on this machine")
        return SKIPPED
    table = Table(setup.gimp_version)
    with tempfile.TemporaryDirectory(prefix="style-transfer-host-") as temporary:
        folder = arguments.keep or Path(temporary)
        for kind, run in (("headless", run_headless), ("windows", run_with_windows)):
            (folder / kind).mkdir(parents=True)
            try:
                run(setup, folder / kind, table, arguments.cases)
            except (OSError, GimpGone) as error:
                print(f"{kind}: {error}")
                table.failed.append(kind)
                for log in (folder / kind).glob("*.log"):
                    print(log.read_text(errors="replace")[-4000:])
    print(f"GIMP {setup.gimp_version}: {table.count} cases, {len(table.failed)} failed")
    for name in table.failed:
        print("  failed:", name)
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
