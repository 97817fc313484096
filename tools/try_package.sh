#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./package --try runs this in a throw-away copy of a root: installs the package, paints with it,
# takes it away, and looks for what is left. Usage: try_package.sh RELEASE
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
. "$source_folder/tools/paint_once.sh"
package=$(echo "$build_folder/packages/$1"/gimp-style-transfer_*.deb)
[ -f "$package" ] || fail "there is no package in build/packages/$1; run ./package $1 first"

# What belongs to the system and not to its package manager's own records or to caches.
all_files() {
    find / -xdev \( -path /src -o -path /tmp -o -path /proc -o -path /var/log -o -path /var/cache \
        -o -path /var/lib/dpkg -o -path /var/lib/apt \) -prune -o -print | LC_ALL=C sort
}
apt() {
    DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes --no-install-recommends "$@"
}

work=$(mktemp -d)
all_files >"$work/before"
apt install "$package"
export HOME=$work/home
mkdir -p "$HOME"

data=/usr/share/gimp-style-transfer
paint_with_command_line style-transfer "$data" "$work/lake.png"
paint_in_gimp "$1" "$work/lake.png" "$data/paintings/starry_night.jpg" "$work/painted"
# The root leaves documentation out.
for page in man/man1/style-transfer.1.gz man/de/man1/style-transfer.1.gz \
    gimp-style-transfer/help/style-transfer.de.html; do
    dpkg --listfiles gimp-style-transfer | grep -qx "/usr/share/$page" ||
        fail "the package does not bring /usr/share/$page"
done

apt purge gimp-style-transfer
all_files >"$work/after"
if ! diff "$work/before" "$work/after" >"$work/left"; then
    cat "$work/left" >&2
    fail "the package has left something behind"
fi
echo "$(basename "$package"): installed, painted with GIMP and the command line, removed; nothing left"
