# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by tests in shell: $source_folder, the top of the tree; $work, a folder that goes with the
# test; checks; and stand-ins for the system's programs, in $work/bin. Ends with [ "$failures" = 0 ].
set -eu -o pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"

failures=0
check() { # WHAT EXPECTED FOUND
    case $3 in $2) return ;; esac
    failures=$((failures + 1))
    printf 'FAILED: %s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
}

stand_in() { # NAME LINE…
    printf '%s\n' '#!/bin/sh' "${@:2}" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
