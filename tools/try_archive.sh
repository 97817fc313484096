#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./package --try runs this in a throw-away copy of a root: takes away all that an archive must do
# without, installs it as a user would, paints with it, removes it, and looks for what is left.
# Usage: try_archive.sh RELEASE [--headless]
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
. "$source_folder/tools/paint_once.sh"
release=$1
case $release in
bookworm) gimp=2 system=debian12 ;;
trixie) gimp=3 system=debian13 ;;
*) gimp=3 system=debian14 ;;
esac
archive=$(echo "$build_folder"/packages/archives/gimp-style-transfer-*-gimp$gimp.tar.xz)
[ -f "$archive" ] || fail "there is no archive for GIMP $gimp in build/packages/archives"

echo "Taking away what an archive must do without"
# GIMP stays, the BLAS that GEGL wants, and what the windows are tried with; what only building has
# brought goes.
stays="$(trial_packages) libopenblas0-pthread"
# GIMP 2.10 has GTK 2; the windows need the GTK 3 that every desktop has.
[ $gimp = 3 ] || stays+=' libgtk-3-0'
# shellcheck disable=SC2086
apt-mark -qq manual $stays
# shellcheck disable=SC2046
DEBIAN_FRONTEND=noninteractive apt-get -qq --yes purge --autoremove \
    -o APT::AutoRemove::RecommendsImportant=false -o APT::AutoRemove::SuggestsImportant=false \
    $(root_packages "$system" | tr ' ' '\n' | grep -vxF "${stays// /$'\n'}") >/dev/null
left=$(find /usr/lib /usr/bin -name 'libtorch*' -o -name 'libc10*' -o -name 'libhdf5*' \
    -o -name 'libprotobuf.so*' -o -name 'cc' -o -name 'meson' -o -name 'pkg-config')
command -v gimp-console >/dev/null || fail "GIMP has gone with them"
[ -z "$left" ] || fail "still there: $left"

work=$(mktemp -d)
export HOME=$work/home
mkdir -p "$HOME/photos" "$work/download"
tar -xf "$archive" -C "$work/download"
everything() { (cd "$HOME" && find . | LC_ALL=C sort); }
# GIMP's own profile is there before, as with everybody who has used it.
run_gimp "$release" >/dev/null
everything >"$work/before"

"$work/download/style-transfer/install.sh"
rm -rf "$work/download"
installed=$(echo "$HOME"/.config/GIMP/*/plug-ins/style-transfer)
data=$installed/share/gimp-style-transfer

echo "Painting with the command line and in GIMP"
paint_with_command_line "$HOME/.local/bin/style-transfer" "$data" "$work/lake.png"
"$HOME/.local/bin/style-transfer" model verify
paint_in_gimp "$release" "$work/lake.png" "$data/paintings/starry_night.jpg" "$work/painted"

echo "Looking at what was loaded from where"
mkdir "$work/loader"
LD_DEBUG=bindings LD_DEBUG_OUTPUT=$work/loader/log \
    paint_in_gimp "$release" "$work/lake.png" "$data/paintings/starry_night.jpg" "$work/painted_again"
python3 -B "$source_folder/tools/archive/check_loading.py" "$installed" "$work/loader/"*
rm -rf "$work/loader"

echo "As in a Flatpak: with nothing but /usr and the home"
within=(bwrap --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64
    --proc /proc --dev /dev --tmpfs /tmp --bind "$work" "$work" --unshare-pid --unshare-ipc --unshare-net --clearenv
    --setenv HOME "$HOME" --setenv PATH /usr/bin --setenv LANG C.UTF-8)
paint_in_gimp "$release" "$work/lake.png" "$data/paintings/starry_night.jpg" "$work/painted_inside"
within=()

if [ "${2-}" != --headless ]; then
    echo "In windows"
    python3 -B "$source_folder/tests/host/run.py" --gimp $gimp --plug-in "$installed/style-transfer" \
        --engine "$(find "$installed/lib" -name libstyle-transfer-engine.so)" \
        --source "$source_folder" --cases 'dialog accepted'
fi

"$installed/install.sh" --remove
everything >"$work/after"
# GIMP writes down what it was asked for last.
if diff "$work/before" "$work/after" | grep '^[<>].*tyle-transfer' | grep -v plug-in-settings; then
    fail "install.sh --remove has left something behind"
fi
echo "$(basename "$archive"): installed on $release, painted with GIMP and the command line, removed"
