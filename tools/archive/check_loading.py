#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what the system's loader did (LD_DEBUG=files,bindings) and checks that the libraries of an
archive and those of the system keep apart.

Usage: check_loading.py FOLDER LOG...
FOLDER is the archive's. Of the logs, one of each process, those count in which a program of FOLDER has
loaded the engine. Prints each breach, and how much was looked at.
"""

import re
import sys
from pathlib import Path

import libraries

BINDING = re.compile(r"\tbinding file (.+) \[\d+\] to (.+) \[\d+\]: \S+ symbol `([^']+)'")

# Static variables of the C++ library's inline functions: there is one for all of a process, whoever was
# first (STB_GNU_UNIQUE).
FOR_ALL = re.compile(r"_Z(GV)?ZN?K?St")


def breaches(folder, lines):
    """(who, from whom, symbol) of each that is not allowed, and the number of the engine's own."""
    found, own = set(), 0
    known = {}

    def place(file):
        if file not in known:
            path = Path(file).resolve()
            known[file] = (path.is_relative_to(folder) and ".so" in path.name, path.name)
        return known[file]

    for line in lines:
        match = BINDING.search(line)
        if not match:
            continue
        user, provider, symbol = match.groups()
        is_own, name = place(user)
        from_own, provider_name = place(provider)
        own += is_own and from_own
        if is_own and not from_own:
            # What everybody shares, and the loader itself.
            allowed = (
                libraries.is_foreign(provider_name)
                or "vdso" in provider_name
                or FOR_ALL.match(symbol)
            )
        else:
            # Own programs call their own libraries; the system's libraries do not.
            allowed = is_own or not from_own or Path(user).resolve().is_relative_to(folder)
        if not allowed:
            found.add((name, provider_name, symbol))
    return found, own


def main(folder, *logs):
    folder = Path(folder).resolve()
    looked_at = failures = 0
    for log in logs:
        with open(log, encoding="utf-8", errors="replace") as lines:
            found, own = breaches(folder, lines)
        if own == 0:
            continue
        looked_at += 1
        for user, provider, symbol in sorted(found)[:20]:
            print(f"error: {user} has {symbol} from {provider}")
        failures += len(found)
        print(f"{own} symbols of the archive's libraries, {len(found)} from where they must not be")
    if not looked_at:
        print("error: no process has loaded the engine")
    return 1 if failures or not looked_at else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
