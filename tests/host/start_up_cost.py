# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plug-in costs GIMP when it is queried: at the first start after an installation GIMP runs
each new plug-in once to ask for its procedures, and the user waits.

Starts GIMP again and again with one new plug-in each time: one of GIMP's own, ours, and ours as it
would be if it linked libtorch. A script in the plug-in's place notes how long the program ran. Exit
code 0: ours takes as long as GIMP's own, or little more; 1: more; 77: there is no GIMP to try it in.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from gimp import Profile
from run import SKIPPED, find_setup

GIMPS_OWN = "checkerboard"  # small, with a dialog
ALLOWED = 0.15  # seconds


def gimps_own_plug_in(major):
    pc_file = {2: "gimp-2.0", 3: "gimp-3.0"}[major]
    folder = subprocess.run(
        ["pkg-config", "--variable=gimplibdir", pc_file],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return Path(folder) / "plug-ins" / GIMPS_OWN / GIMPS_OWN


class Variant:
    """GIMP with a profile that holds one plug-in besides the installed ones."""

    def __init__(self, name, setup, folder, program, preload=""):
        self.name = name
        self.setup = setup
        self.profile = Profile(folder, setup)
        self.notes = folder / "seconds"
        self.script = folder / "plug-ins" / "style-transfer" / "style-transfer"
        self.script.unlink()
        self.script.write_text(
            "#!/bin/sh\n"
            "begin=$(date +%s%N)\n"
            f'LD_PRELOAD="{preload}" "{program}" "$@"\n'
            f'echo $(($(date +%s%N) - begin)) >>"{self.notes}"\n'
        )
        self.script.chmod(0o755)

    @property
    def seconds(self):
        if not self.notes.exists():
            return []
        return [int(line) / 1e9 for line in self.notes.read_text().split()]

    def start(self):
        """Starts and ends GIMP; the plug-in is new to it."""
        os.utime(self.script)
        command = [self.setup.console, "--new-instance", "-i", "-d", "-f"]
        command += ["-g", str(self.profile.settings)]
        if self.setup.major == 2:
            command += ["-b", "(gimp-quit 0)"]
        else:
            command += ["--batch-interpreter", "plug-in-script-fu-eval", "-b", "1", "--quit"]
        environment = self.profile.environment(os.environ)
        environment.pop("DISPLAY", None)
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )


def make_variants(setup, folder):
    own = gimps_own_plug_in(setup.major)
    return (
        Variant(f"GIMP's own {GIMPS_OWN}", setup, folder / "own", own),
        Variant("style-transfer", setup, folder / "ours", setup.plug_in),
        Variant("with libtorch linked", setup, folder / "linked", setup.plug_in, setup.engine),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gimp", type=int, choices=(2, 3), required=True, help="major version")
    parser.add_argument("--plug-in", type=Path, required=True, help="the program that was built")
    parser.add_argument("--engine", type=Path, required=True, help="the engine's library")
    parser.add_argument("--source", type=Path, required=True, help="top of the source tree")
    parser.add_argument("--starts", type=int, default=7, help="of each kind")
    arguments = parser.parse_args()
    setup = find_setup(arguments)
    if not setup or not gimps_own_plug_in(arguments.gimp).exists():
        print(f"skipped: there is no GIMP {arguments.gimp} on this machine")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="style-transfer-start-") as folder:
        variants = make_variants(setup, Path(folder))
        # In turns, so that other work on the machine meets all of them alike.
        for _ in range(arguments.starts):
            for variant in variants:
                variant.start()
        seconds = {variant.name: variant.seconds for variant in variants}
    print(f"GIMP {setup.gimp_version} queries a new plug-in, seconds of {arguments.starts} starts:")
    least = {}
    for name, times in seconds.items():
        if len(times) < arguments.starts:
            print(f"{name}: GIMP has queried it {len(times)} times only")
            return 1
        least[name] = min(times)
        print(f"{name:24} least {least[name]:.3f}  median {statistics.median(times):.3f}")
    own, ours, linked = least.values()
    print(f"style-transfer: {ours - own:+.3f} s, {ours / own:.1f} times; "
          f"with libtorch linked it were {linked - own:+.3f} s, {linked / own:.1f} times")
    return 0 if ours - own <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
