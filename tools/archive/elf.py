# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program or shared library needs and offers, as binutils tell it."""

import functools
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


def output_of(*command):
    return subprocess.run(
        [str(word) for word in command], capture_output=True, check=True, text=True
    ).stdout


def is_elf(path):
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


@dataclass(frozen=True)
class Symbol:
    name: str
    version: str  # empty where there is none
    kind: str  # nm's letter

    @property
    def is_weak(self):
        return self.kind in "wv"


def _symbols(path, which):
    for line in output_of("nm", "--dynamic", which, "--with-symbol-versions", path).splitlines():
        *_, kind, name = line.split()
        name, _, version = name.partition("@")
        yield Symbol(name, version.lstrip("@"), kind)


@functools.cache
def undefined(path):
    return frozenset(_symbols(path, "--undefined-only"))


@functools.cache
def defined(path):
    return frozenset(_symbols(path, "--defined-only"))


@functools.cache
def defined_names(path):
    return frozenset(symbol.name for symbol in defined(path))


def needed(path):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", output_of("readelf", "-dW", path))


def newest_versions(path):
    """{"GLIBC": (2, 36), "GLIBCXX": (3, 4, 30), …}: the newest symbol of each kind that it needs."""
    newest = {}
    for symbol in undefined(path):
        match = re.fullmatch(r"([A-Z]+)_([\d.]+)", symbol.version)
        if match:
            number = tuple(int(part) for part in match.group(2).split("."))
            newest[match.group(1)] = max(number, newest.get(match.group(1), ()))
    return newest


@functools.cache
def library_folders():
    """{file name: path} of the libraries that the system's loader finds."""
    found = {}
    for line in output_of("/sbin/ldconfig", "-p").splitlines():
        match = re.match(r"\s*(\S+) \(libc6,x86-64.*\) => (\S+)", line)
        if match:
            found.setdefault(match.group(1), Path(match.group(2)))
    return found
