#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the plug-in in the folder of another Debian release (root.sh) and tries it in the GIMP
# there. The build stays in build/gimps/RELEASE.
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
. "$source_folder/tools/record.sh"
root=$source_folder/tools/root.sh

usage='Usage: try_gimp.sh RELEASE LOG
       try_gimp.sh --build RELEASE
Writes the results to LOG, as meson test writes them to its testlog.json. Exits with 0 when no case
failed or when this machine cannot hold the release, which LOG then says. --build builds and tries
nothing, so that trying takes less time later; one that runs meanwhile is waited for.'

# In the root: plug-in, engine and reader, and nothing else.
build_inside() { # RELEASE
    build_folder=$source_folder/build/gimps/$1
    mkdir -p "$build_folder"
    exec 8>"$build_folder.lock"
    flock 8
    configure -Dtests=disabled -Ddebug=false # a quarter of the compiler's time, which nobody reads
    case $1 in
    bookworm) gimp=gimp2 ;;
    *) gimp=gimp3 ;;
    esac
    meson compile -C "$build_folder" \
        "plugin/$gimp/style-transfer:executable" engine/style-transfer-engine:shared_library \
        engine/reader/style-transfer-reader:executable
    exec 8>&-
}

case ${1-} in
--build-inside)
    build_inside "$2"
    exit
    ;;
--try-inside)
    build_inside "$2"
    exec meson test -C "$build_folder" --no-rebuild --suite host --print-errorlogs
    ;;
--build)
    "$root" make "$2"
    exec "$root" run "$2" "$source_folder" /src/tools/try_gimp.sh --build-inside "$2"
    ;;
esac

[ $# = 2 ] || { echo "$usage" >&2 && exit 2; }
release=$1 log=$2

name="GIMP of Debian $release"
rm -f "$log"
status=0
answer=$("$root" make "$release" | tee >(cat >&2)) || status=$?
if [ "$status" = 77 ]; then
    record "$log" "$name" SKIP "$(tail -n 1 <<<"$answer")"
    exit 0
elif [ "$status" != 0 ]; then
    record "$log" "$name" FAIL "Debian $release could not be installed"
    exit 1
fi
results=$build_folder/gimps/$release/meson-logs/testlog.json
rm -f "$results"
"$root" run "$release" "$source_folder" /src/tools/try_gimp.sh --try-inside "$release" ||
    status=$?
if [ -s "$results" ]; then
    cp "$results" "$log"
else
    record "$log" "$name" FAIL "the plug-in could not be built in Debian $release"
fi
exit "$status"
