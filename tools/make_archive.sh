#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./package runs this for the archives.
# Usage: make_archive.sh adapter|archives [BUILD]
# adapter, in the root of a release with GIMP 3: builds the plug-in's program and leaves it in
# build/packages/adapter. archives, on Debian 12: builds the rest and makes both archives in
# build/packages/archives. BUILD is the build folder, or else build/gimps/RELEASE, which
# ./check --all-gimps shares.
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
packages=$build_folder/packages
# shellcheck source=/dev/null
build_folder=${2:-$build_folder/gimps/$(. /etc/os-release && echo "$VERSION_CODENAME")}

# A folder that is there keeps its options.
[ -f "$build_folder/build.ninja" ] || configure -Dtests=disabled
case $1 in
adapter)
    meson compile -C "$build_folder" plugin/gimp3/style-transfer:executable
    rm -rf "$packages/adapter"
    mkdir -p "$packages/adapter"
    strip -o "$packages/adapter/style-transfer" "$build_folder/plugin/gimp3/style-transfer"
    ;;
archives)
    python3 -B "$source_folder/tools/archive/make.py" "$build_folder" \
        "$packages/adapter/style-transfer" "$packages/archives"
    ;;
esac
