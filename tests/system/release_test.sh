#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What make_release.sh puts together, in a small tree of its own.
. "$(dirname -- "${BASH_SOURCE[0]}")/../support/shell.sh"
command -v git >/dev/null || { echo 'skipped: there is no git' && exit 77; }

tree=$work/tree
mkdir -p "$tree/tools" "$tree/build/packages"/{archives,bookworm,trixie}
cp "$source_folder"/tools/{setup,make_release}.sh "$tree/tools/"
printf "project(\n    'gimp-style-transfer',\n    version: '1.2.3',\n)\n" >"$tree/meson.build"
printf '%s\n' '# Changelog' '' '## [Unreleased]' '' '## [1.2.3] - 2026-12-01' '### Added' '- This.' '' \
    '## [1.2] - 2026-11-01' '- That.' >"$tree/CHANGELOG.md"
echo /build >"$tree/.gitignore"
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
    GIT_COMMITTER_EMAIL=a@b
git -C "$tree" init -q
git -C "$tree" add .
git -C "$tree" commit -qm first
run() {
    status=0
    output=$(bash "$tree/tools/make_release.sh" 2>&1) || status=$?
}

run
check 'no archives: status' 1 "$status"
check 'no archives: which' 'error: */gimp-style-transfer-1.2.3-\*.tar.xz is missing' "$output"

for gimp in 2 3; do
    echo "$gimp" >"$tree/build/packages/archives/gimp-style-transfer-1.2.3-linux-x86_64-gimp$gimp.tar.xz"
done
echo 12 >"$tree/build/packages/bookworm/gimp-style-transfer_1.2.3~deb12_amd64.deb"
echo 13 >"$tree/build/packages/trixie/gimp-style-transfer_1.2.3~deb13_amd64.deb"
echo old >"$tree/build/packages/trixie/gimp-style-transfer_1.2~deb13_amd64.deb"
run
made=$tree/build/packages/1.2.3
check 'all there: status' 0 "$status"
check 'all there: files' 'SHA256SUMS
gimp-style-transfer-1.2.3-linux-x86_64-gimp2.tar.xz
gimp-style-transfer-1.2.3-linux-x86_64-gimp3.tar.xz
gimp-style-transfer-1.2.3.tar.xz
gimp-style-transfer_1.2.3~deb12_amd64.deb
gimp-style-transfer_1.2.3~deb13_amd64.deb
release.md' "$(LC_ALL=C ls "$made")"
check 'text' '### Added
- This.' "$(cat "$made/release.md")"
check 'checksums' '5' "$(cd "$made" && sha256sum -c SHA256SUMS | grep -c ': OK$')"
check 'sources' '*gimp-style-transfer-1.2.3/tools/setup.sh*' \
    "$(tar -tf "$made/gimp-style-transfer-1.2.3.tar.xz")"

echo more >>"$tree/CHANGELOG.md"
run
check 'not committed' 'error: there is what is not committed*' "$output"
git -C "$tree" checkout -q CHANGELOG.md
sed -i "s/1.2.3/1.2.4/" "$tree/meson.build"
git -C "$tree" commit -qam second
run
check 'a version that nobody described' 'error: CHANGELOG.md says nothing of version 1.2.4' "$output"

[ "$failures" = 0 ]
