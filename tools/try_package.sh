#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./package --try runs this in a throw-away copy of a root: installs the package, paints with it,
# takes it away, and looks for what is left. Usage: try_package.sh RELEASE
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
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
export HOME=$work/home OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1
mkdir -p "$HOME" "$work/photos" "$work/painted"

style=/usr/share/gimp-style-transfer/samples/starry_night.jpg
style-transfer /usr/share/gimp-style-transfer/samples/lake.jpg "$style" -o "$work/photos/lake.png" \
    --size 64 --iterations 1 --quiet
call="(script-fu-style-transfer-batch \"$work/photos/*.png\" \"$style\" \"$work/painted\"
      \"size=64 iterations=1\")"
ending=(--quit)
[ "$1" != bookworm ] || ending=(-b '(gimp-quit 0)')
timeout 300 gimp-console --no-interface --batch-interpreter plug-in-script-fu-eval \
    -b "$call" "${ending[@]}" >"$work/gimp.log" 2>&1 </dev/null || true
if [ ! -s "$work/painted/lake.png" ]; then
    tail -n 30 "$work/gimp.log" >&2
    fail "the installed plug-in painted nothing in GIMP"
fi
# The root leaves documentation out.
dpkg --listfiles gimp-style-transfer | grep -qx /usr/share/man/man1/style-transfer.1.gz ||
    fail "the package brings no manual page"

apt purge gimp-style-transfer
all_files >"$work/after"
if ! diff "$work/before" "$work/after" >"$work/left"; then
    cat "$work/left" >&2
    fail "the package has left something behind"
fi
echo "$(basename "$package"): installed, painted with GIMP and the command line, removed; nothing left"
