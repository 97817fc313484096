# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks what the plug-in stands on while it works in a real GIMP: its process is killed at random
moments, GIMP ends, memory, disk, folders and display are missing. Each time the document has to be
what it was, to the pixel, or has one complete layer more, and no file may be left.

--runs is the number of kills in one GIMP, and a quarter of it that of amounts of memory; --seed makes the
moments anew.
Exit code 0: all is well; 1: a case has failed; 77: there is no GIMP to try it in.
"""

import argparse
import contextlib
import os
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from document import QUICK, Document, Failure, expect, expect_result, expect_same
from gimp import Gimp, Profile, SchemeError
from run import SKIPPED, Table, add_setup_options, answers, find_setup, shrink_pictures
from s_expressions import quoted

# Long enough that something can happen meanwhile.
LONG = dict(QUICK, iterations=100000)
MIB = 1 << 20
KINDS = ("plain", "alpha", "mask", "in a group")  # of what is painted
ODD_NAMES = ("'a' \"b\" 100%41 #?&; ünï🙂 oil:0.5@mask", "-new\nline", "x" * 240)


class Ground:
    """All that GIMP and the plug-in may write to, and a GIMP on it."""

    FOLDERS = {
        "HOME": "home",
        "TMPDIR": "tmp",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_DATA_HOME": "data",
        "GEGL_SWAP": "swap",
    }

    def __init__(self, folder, setup):
        self.pictures = folder / "pictures"  # of the tests
        self.root = folder / "ground"
        self.variables = dict(os.environ)
        for variable, name in self.FOLDERS.items():
            (self.root / name).mkdir(parents=True)
            self.variables[variable] = str(self.root / name)
        self.pictures.mkdir()
        self.profile = Profile(self.root, setup)
        with self.profile.settings.open("a") as settings:
            settings.write(f'(swap-path "{self.root / "swap"}")\n(temp-path "{self.root / "tmp"}")\n')

    def gimp(self, within=(), **variables):
        return Gimp(self.profile, dict(self.variables, **variables), within=within)

    def document(self, gimp):
        return Document(gimp, self.pictures)

    def files(self):
        """But those of GIMP itself, which keeps settings, and backups when it crashes."""
        names = {str(path.relative_to(self.root)) for path in self.root.rglob("*")}
        gimps = ("profile/", "cache/babl", "cache/gegl", "cache/gimp")
        return {name for name in names if not name.startswith(gimps) or "style-transfer" in name}

    def expect_no_new_file(self, before):
        left = self.files() - before
        expect(not left, f"left behind: {sorted(left)}")


def wait_until(is_so, sentence, seconds=10):
    deadline = time.monotonic() + seconds
    while not is_so():
        expect(time.monotonic() < deadline, sentence)
        time.sleep(0.02)


def answer_of(gimp):
    """The layer, or None and the sentence."""
    try:
        return gimp.receive()[0], ""
    except SchemeError as error:
        return None, str(error)


def make_base(document, kind):
    base = document.add_picture(parent=document.add_group("group") if kind == "in a group" else 0)
    if kind == "alpha":
        document.call("t-fade", base)
    if kind == "mask":
        document.call("t-add-mask", base)
    return base


def expect_same_or_whole_layer(document, before, base):
    """Whether there is one more, complete."""
    after = document.state()
    new = after.layers_since(before)
    if not new:
        expect_same(before, after, "after the fault")
        return False
    expect(len(new) == 1, f"there are {len(new)} layers more")
    expect_result(document, before, base, new[0])
    expect(
        document.mask_values(new[0]) == document.mask_values(base), "the mask is not the base's")
    return True


def with_fault(document, base, fault, settings=None):
    """What became of a run that `fault` is done to as soon as its process is there: the sentence
    that GIMP was given, and whether there is a layer."""
    gimp = document.gimp
    before = document.state()
    gimp.send(document.call_text(base, settings=settings))
    fault(gimp.wait_for_plug_in())
    _, sentence = answer_of(gimp)
    wait_until(lambda: not gimp.plug_in_processes(), "a process of the plug-in is left")
    return sentence, expect_same_or_whole_layer(document, before, base)


def whole_run(ground, gimp):
    """How long one takes, with GIMP as well as ever."""
    document = ground.document(gimp)
    base = document.add_picture()
    before = document.state()
    begin = time.monotonic()
    layer = document.run(base)
    seconds = time.monotonic() - begin
    expect_result(document, before, base, layer)
    document.delete()
    return seconds


def descriptors(process):
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def kills(ground, gimp, count, chance):
    longest = max(whole_run(ground, gimp) for _ in range(2))
    files, open_before = ground.files(), descriptors(gimp.process.pid)
    outcomes = Counter()
    for number in range(count):
        # The end is where the document is changed.
        earliest = 0 if number % 2 else 0.8 * longest
        moment = chance.uniform(earliest, longest * 1.1)
        document = ground.document(gimp)
        base = make_base(document, KINDS[number % len(KINDS)])

        def kill(process, moment=moment):
            deadline = time.monotonic() + moment
            while time.monotonic() < deadline and not gimp.answer_waits():
                time.sleep(0.002)
            if gimp.answer_waits():
                outcomes["done before"] += 1
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    outcomes["killed"] += 1

        try:
            _, has_layer = with_fault(document, base, kill)
        except Failure as failure:
            raise Failure(f"kill {number}, {moment:.3f} s after the start: {failure}") from failure
        outcomes["complete layers"] += has_layer
        document.delete()
        expect(answers(gimp), f"GIMP is gone after kill {number}")
    whole_run(ground, gimp)
    ground.expect_no_new_file(files)
    more = descriptors(gimp.process.pid) - open_before
    expect(more <= 2, f"GIMP has {more} descriptors more")
    return outcomes


def little_memory(ground, gimp, count, chance):
    """Of any amount from where the plug-in starts at all, which libgimp and GEGL do before it."""
    files = ground.files()
    outcomes = Counter()
    for _ in range(count):
        limit = chance.randrange(400, 2600) * MIB
        document = ground.document(gimp)
        base = document.add_picture()
        sentence, has_layer = with_fault(
            document,
            base,
            lambda process: resource.prlimit(process, resource.RLIMIT_AS, (limit, limit)),
        )
        outcomes["painted" if has_layer else "refused"] += 1
        expect(
            has_layer or "memory" in sentence, f"with {limit // MIB} MiB it says: {sentence!r}")
        document.delete()
    whole_run(ground, gimp)
    ground.expect_no_new_file(files)
    return outcomes


def no_display(ground, gimp):
    document = ground.document(gimp)
    base = document.add_picture()
    before = document.state()
    gimp.send(document.call_text(base, run_mode="RUN-INTERACTIVE"))
    layer, sentence = answer_of(gimp)
    expect(layer is None and "no display" in sentence, f"it says: {sentence!r}")
    expect_same(before, document.state(), "after the refusal")


def odd_names(ground, gimp):
    """Of styles, in a folder that has one as well: each is painted with."""
    for name in ODD_NAMES:
        style = ground.pictures / (name + ".png")
        style.write_bytes(Path(gimp.setup.style).read_bytes())
        document = ground.document(gimp)
        base = document.add_picture()
        before = document.state()
        try:
            layer = document.run(base, style=style)
        except SchemeError as error:
            raise Failure(f"{name!r}: {error}") from error
        listed = str(style).replace("\n", "\\n")
        expect_result(document, before, base, layer, name=style.stem, style=listed)
        document.delete()


def two_at_once(ground, gimp):
    """In two GIMPs with the same profile."""
    with ground.gimp() as other:
        runs = []
        for each in (gimp, other):
            document = ground.document(each)
            base = document.add_picture()
            runs.append((document, base, document.state()))
        for document, base, _ in runs:
            document.gimp.send(document.call_text(base))
        for document, base, before in runs:
            layer, sentence = answer_of(document.gimp)
            expect(layer, f"it was refused: {sentence}")
            expect_result(document, before, base, layer)


def gimp_ends(ground, _, number):
    """In the middle of a run; the file that the document came from stays, and the next GIMP paints."""
    files = ground.files()
    with ground.gimp() as gimp:
        document = ground.document(gimp)
        base = document.add_picture()
        file = ground.pictures / f"document-{number.name}.xcf"
        document.call("t-save-xcf", document.id, quoted(file))
        saved = file.read_bytes()
        gimp.send(document.call_text(base, settings=LONG))
        gimp.wait_for_plug_in()
        time.sleep(2)
        expect(gimp.plug_in_processes(), "the run was over before GIMP ended")
        gimp.process.send_signal(number)
        gimp.process.wait(30)
        wait_until(lambda: not gimp.plug_in_processes(), "the plug-in outlives GIMP")
        expect(file.read_bytes() == saved, "the document's file has changed")
    with ground.gimp() as gimp:
        whole_run(ground, gimp)
    ground.expect_no_new_file(files)


# What only a mount namespace of its own can do to GIMP's folders.
NAMESPACE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]


def with_mounts(script):
    return [*NAMESPACE, "sh", "-ec", script + ' exec "$@"', "sh"]


def has_mounts():
    command = with_mounts("mount -t tmpfs tmpfs /mnt;") + ["true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def read_only(ground, _):
    root = shlex.quote(str(ground.root))
    script = f"mount --bind {root} {root}; mount -o remount,bind,ro {root};"
    with ground.gimp(with_mounts(script)) as gimp:
        whole_run(ground, gimp)


def full_disk(ground, _):
    """No room in any folder, where the plug-in puts what it does not hold in memory; GIMP itself
    holds everything."""
    noise = ground.pictures / "noise.ppm"
    noise.write_bytes(b"P6 2000 1500 255\n" + random.Random(1).randbytes(3 * 2000 * 1500))
    with ground.profile.settings.open("a") as settings:
        settings.write("(tile-cache-size 1g)\n")
    script = ""
    for name in ground.FOLDERS.values():
        folder = shlex.quote(str(ground.root / name))
        script += f"mount -t tmpfs -o size=64k tmpfs {folder};"
        script += f"head -c 65536 /dev/zero >{folder}/full 2>/dev/null || true;"
    with ground.gimp(with_mounts(script), GEGL_CACHE_SIZE="1") as gimp:
        whole_run(ground, gimp)
        document = ground.document(gimp)
        base = document.add_picture()
        before = document.state()
        large = dict(QUICK, size=512, iterations=0)
        gimp.send(document.call_text(base, style=noise, settings=large))
        layer, sentence = answer_of(gimp)
        expect(layer is None and "make room in" in sentence, f"it says: {layer} {sentence!r}")
        expect_same(before, document.state(), "after the refusal")
        whole_run(ground, gimp)


def run_cases(ground, table, cases, pattern):
    gimp = ground.gimp()
    try:
        shrink_pictures(gimp, ground.pictures)
        for name, function in cases.items():
            if not re.search(pattern, name):
                continue
            if function in (read_only, full_disk) and not has_mounts():
                table.skip(name, "mounting is not allowed here")
                continue

            def action(function=function):
                if outcomes := function(ground, gimp):
                    print("  " + ", ".join(f"{number} {what}" for what, number in outcomes.items()))

            if not table.add(name, action) and not answers(gimp):
                print(gimp.log.read_text(errors="replace")[-4000:])
                gimp.close()
                gimp = ground.gimp()
    finally:
        gimp.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_setup_options(parser)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", default="", help="only those whose name has this pattern")
    arguments = parser.parse_args()
    setup = find_setup(arguments)
    if not setup:
        print(f"skipped: there is no GIMP {arguments.gimp} on this machine")
        return SKIPPED
    print(f"{arguments.runs} runs, seed {arguments.seed}")
    chance = random.Random(arguments.seed)
    cases = {
        "killed at random moments": lambda *on: kills(*on, arguments.runs, chance),
        "little memory": lambda *on: little_memory(*on, max(3, arguments.runs // 4), chance),
        "odd names": odd_names,
        "no display": no_display,
        "two runs at once": two_at_once,
        "GIMP asked to end": lambda *on: gimp_ends(*on, signal.SIGTERM),
        "GIMP killed": lambda *on: gimp_ends(*on, signal.SIGKILL),
        "folders that cannot be written to": read_only,
        "no room on the disk": full_disk,
    }
    table = Table(setup.gimp_version)
    with tempfile.TemporaryDirectory(prefix="style transfer 'faults' ö-") as folder:
        run_cases(Ground(Path(folder), setup), table, cases, arguments.cases)
    print(f"GIMP {setup.gimp_version}: {table.count} cases, {len(table.failed)} failed")
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
