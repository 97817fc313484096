#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./package release runs this when packages and archives are made: puts them, the sources, checksums and
# the text of the version into build/packages/VERSION.
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"

version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$source_folder/meson.build")
name=gimp-style-transfer-$version
target=$build_folder/packages/$version

[ -z "$(git -C "$source_folder" status --porcelain)" ] ||
    fail "there is what is not committed; a version is made from what is"
text=$(awk -v heading="## [$version]" \
    'index($0, "## [") == 1 { inside = index($0, heading) == 1; next } inside' \
    "$source_folder/CHANGELOG.md")
[ -n "$text" ] || fail "CHANGELOG.md says nothing of version $version"

rm -rf "$target"
mkdir -p "$target"
git -C "$source_folder" archive --prefix="$name/" HEAD | xz >"$target/$name.tar.xz"
for file in "$build_folder/packages/archives/$name"-*.tar.xz \
    "$build_folder"/packages/{bookworm,trixie}/gimp-style-transfer_"$version"~*.deb; do
    [ -f "$file" ] || fail "$file is missing"
    cp "$file" "$target/"
done
(cd "$target" && sha256sum -- *.deb *.tar.xz >SHA256SUMS)
# Without the empty lines around it.
printf '%s\n' "$text" | sed -e '/./,$!d' >"$target/release.md"
echo "Version $version is in $target"
