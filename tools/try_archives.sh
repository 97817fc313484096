#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the archives of build/packages/archives in throw-away copies of Debian 12, 13 and forky.
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
. "$source_folder/tools/record.sh"
root=$source_folder/tools/root.sh

usage='Usage: try_archives.sh [--make] [--headless] LOG
Writes the results to LOG, as meson test writes them to its testlog.json. --make makes the archives
before, hardly packed; --headless leaves the windows out. Exits with 0 when nothing failed; what this
machine cannot hold, LOG says was skipped.'

make=no
options=()
while [ $# -gt 1 ]; do
    case $1 in
    --make) make=yes ;;
    --headless) options=(--headless) ;;
    *) echo "$usage" >&2 && exit 2 ;;
    esac
    shift
done
log=${1?"$usage"}
rm -f "$log"
failed=0
for release in trixie bookworm forky; do
    name="archive in Debian $release"
    status=0
    answer=$("$root" make "$release" | tee >(cat >&2)) || status=$?
    if [ "$status" = 77 ]; then
        record "$log" "$name" SKIP "$(tail -n 1 <<<"$answer")"
        continue
    fi
    # In the first, the plug-in for GIMP 3 is built.
    if [ "$status" = 0 ] && [ "$make" = yes ]; then
        make=no
        XZ_DEFAULTS=-0 "$source_folder/package" archives || status=1
    fi
    if [ "$status" = 0 ] &&
        "$root" try "$release" "$source_folder" /src/tools/try_archive.sh "$release" "${options[@]}"; then
        record "$log" "$name" OK ''
    else
        record "$log" "$name" FAIL "see above"
        failed=1
    fi
done
exit "$failed"
