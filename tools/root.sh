#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Another Debian release in a folder of this machine, so that its GIMP can be tried here.
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"

usage='Usage: root.sh make RELEASE
       root.sh run RELEASE SOURCE COMMAND…
       root.sh try RELEASE SOURCE COMMAND…
       root.sh folder RELEASE
make installs RELEASE (bookworm, trixie or forky) with all that building and trying the plug-in
takes, unless it is there already. run runs COMMAND in it as root, with the folder SOURCE at /src,
an empty /tmp, and nothing left mounted afterwards; with try the root is as before when COMMAND has
ended. folder prints where it lies: in
$STYLE_TRANSFER_ROOTS, or else in build/roots.
Exits with 77 and a sentence when this machine cannot do it.'

roots=${STYLE_TRANSFER_ROOTS:-$build_folder/roots}

skip() {
    echo "skipped: $*"
    exit 77
}

# What the machine must have; said before anything is downloaded.
require_means() {
    local program
    [ "$(id -u)" = 0 ] || skip "a folder with another Debian release takes root"
    for program in mmdebstrap apt-config unshare chroot flock; do
        command -v "$program" >/dev/null ||
            skip "a folder with another Debian release takes the program $program"
    done
    unshare --mount --pid --fork --propagation private mount -t tmpfs tmpfs /mnt 2>/dev/null ||
        skip "this machine does not allow mounts, not even to root"
}

# The Debian mirror in the machine's own apt sources; nothing where the machine is no Debian.
mirror_of_machine() {
    local ID='' VERSION_CODENAME=''
    # shellcheck source=/dev/null
    . /etc/os-release
    [ "$ID" = debian ] || return 0
    # shellcheck disable=SC2016 # apt's own placeholders
    apt-get indextargets --format '$(CODENAME) $(RELEASE) $(COMPONENT) $(REPO_URI)' \
        'Created-By: Packages' | awk -v name="$VERSION_CODENAME" \
        '($1 == name || $2 == name) && $3 == "main" { print $4; exit }'
}

# How the machine reaches its mirror: proxies, certificates, whether dates are believed. Everything
# else of its apt belongs to its own release.
settings_of_machine() {
    apt-config dump | grep -E '^Acquire::(https?|ftp|socks|Retries|Check-|Max-|Force)' || true
}

# Reads the network's state rather than guess it from a failure.
mirror_answers() { # MIRROR RELEASE
    local work status=0
    work=$(mktemp -d)
    # apt downloads as a user of its own.
    chmod 755 "$work"
    /usr/lib/apt/apt-helper download-file "$1/dists/$2/Release" "$work/Release" \
        >/dev/null 2>&1 || status=1
    rm -rf "$work"
    return "$status"
}

packages_of() {
    case $1 in
    bookworm) root_packages debian12 ;;
    trixie) root_packages debian13 ;;
    forky) root_packages debian14 ;;
    *) fail "root.sh knows bookworm, trixie and forky, not '$1'" ;;
    esac
}

# A root is whole when its stamp, written last, names the packages it was made with.
make_root() {
    local release=$1 root=$roots/$1 packages mirror status=0
    packages=$(packages_of "$release" | tr ' ' '\n' | LC_ALL=C sort -u | paste -sd,)
    require_means
    mkdir -p "$roots"
    exec 9>"$roots/$release.lock"
    flock 9
    if [ -d "$root" ] && [ "$(cat "$roots/$release.stamp" 2>/dev/null)" = "$packages" ]; then
        return
    fi
    mirror=$(mirror_of_machine)
    [ -z "$mirror" ] || mirror_answers "${mirror%/}" "$release" ||
        skip "Debian $release cannot be downloaded: its mirror does not answer"
    rm -f "$roots/$release.stamp"
    rm -rf --one-file-system "$root"
    settings_of_machine >"$roots/$release.apt"
    echo "Installing Debian $release in $root; this takes a few minutes."
    # dpkg need not wait for the disk: a root that is half there is made anew. Nobody reads
    # documentation in there; licences travel with libraries.
    mmdebstrap --mode=root --variant=minbase --aptopt="$roots/$release.apt" \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --include="$packages" "$release" "$root" \
        ${mirror:+"$mirror"} >"$roots/$release.log" 2>&1 </dev/null 9>&- || status=$?
    if [ "$status" != 0 ]; then
        rm -rf --one-file-system "$root"
        ! grep -qE 'Failed to fetch|Temporary failure resolving|Could not connect' \
            "$roots/$release.log" ||
            skip "Debian $release could not be downloaded; see $roots/$release.log"
        tail -n 20 "$roots/$release.log" >&2
        fail "Debian $release could not be installed; see $roots/$release.log"
    fi
    echo "$packages" >"$roots/$release.stamp"
}

# All mounts live in a namespace of the command's own and vanish with it, however it ends.
run_in_root() { # HOW RELEASE SOURCE COMMAND…
    local how=$1 root=$roots/$2 source=$3
    shift 3
    [ -d "$root" ] || fail "there is no folder '$root'; make it with: root.sh make"
    # Nobody makes it anew meanwhile.
    exec 9>"$root.lock"
    flock --shared 9
    exec unshare --mount --pid --fork --kill-child --propagation private bash -euc '
        how=$1 root=$2 source=$3
        shift 3
        if [ "$how" = try ]; then
            changes=$root.try
            mkdir -p "$changes"
            mount -t tmpfs tmpfs "$changes"
            mkdir "$changes/files" "$changes/work" "$changes/root"
            mount -t overlay overlay "$changes/root" \
                -o "lowerdir=$root,upperdir=$changes/files,workdir=$changes/work"
            root=$changes/root
        fi
        mount -t proc proc "$root/proc"
        mount -t sysfs sys "$root/sys"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs tmpfs "$root/dev/shm"
        mount -t tmpfs tmpfs "$root/tmp"
        mkdir -p "$root/src"
        mount --bind "$source" "$root/src"
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
            chroot "$root" "$@"' - "$how" "$root" "$source" "$@"
}

case ${1-} in
make) make_root "${2?"$usage"}" ;;
run | try) run_in_root "$1" "${2?"$usage"}" "${3?"$usage"}" "${@:4}" ;;
folder) echo "$roots/${2?"$usage"}" ;;
-h | --help) echo "$usage" ;;
*)
    echo "$usage" >&2
    exit 2
    ;;
esac
