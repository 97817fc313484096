# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by what ./check runs beside meson test: results as that writes them to its testlog.json.

record() { # LOG NAME RESULT SENTENCE: adds one
    python3 -c 'import json, sys
name, result, sentence = sys.argv[1:]
print(json.dumps({"name": name, "result": result, "stdout": sentence}))' "${@:2}" >>"$1"
}
