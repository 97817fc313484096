#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./package runs this in the root of a release: the Debian package of the tree, checked by lintian,
# in build/packages/RELEASE. Usage: make_package.sh RELEASE
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
target=$build_folder/packages/$1

# The same tree in two releases makes two packages, and an upgrade of the system is to go from one
# to the other: 0.1.0~deb12 comes before 0.1.0~deb13.
case $1 in
bookworm) suffix='~deb12' ;;
trixie) suffix='~deb13' ;;
*) fail "packages are made for bookworm and trixie, not for '$1'" ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/gimp-style-transfer
mkdir "$tree"
tar -C "$source_folder" --exclude='./build*' --exclude=./.git -cf - . | tar -C "$tree" -xf -
sed -i "1s/(\(.*\)) [a-z]*;/(\1$suffix) $1;/" "$tree/debian/changelog"
cd "$tree"
DEB_BUILD_OPTIONS=noautodbgsym dpkg-buildpackage --build=binary --no-sign --jobs="$(nproc)"
rm -f "$target"/*.deb
cp "$work"/*.deb "$target/"
# bad-distribution-in-changes-file: lintian knows Debian's own suites of one release only.
lintian --allow-root --fail-on error,warning --tag-display-limit 0 \
    --suppress-tags bad-distribution-in-changes-file "$work"/*.changes
