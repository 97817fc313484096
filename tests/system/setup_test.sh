#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# setup.sh with stand-ins for the system's commands: what is installed, who we are, what apt is
# asked to do. Nothing is installed.
. "$(dirname -- "${BASH_SOURCE[0]}")/../support/shell.sh"
. "$source_folder/tools/setup.sh"

check_contains() { # WHAT PART FOUND
    case $3 in *"$2"*) return ;; esac
    check "$1" "…$2…" "$3"
}

on_this_system='g++ meson'
user=0
apt_status=0
dpkg-query() {
    local package found=0
    for package in "${@:3}"; do
        case " $on_this_system " in
        *" $package "*) echo "installed $package" ;;
        *) found=1 ;;
        esac
    done
    return "$found"
}
id() { echo "$user"; }
env() { # what runs apt-get; sudo is a stand-in for sudo env …
    echo "run: $*"
    return "$apt_status"
}
sudo() { echo "sudo: $*"; }

system=debian12
check 'nothing missing: nothing is run' '' "$(ensure_packages g++ meson)"
check 'the missing ones, in order' 'gimp xvfb' "$(missing_packages g++ gimp meson xvfb)"
on_this_system='libtorch-dev-extra'
check 'a longer name is another package' 'libtorch-dev' "$(missing_packages libtorch-dev)"
on_this_system='g++'

output=$(ensure_packages g++ gimp)
check_contains 'root: update' 'run: DEBIAN_FRONTEND=noninteractive apt-get' "$output"
check_contains 'root: install' 'install --yes --no-install-recommends gimp' "$output"
check 'root: one update, one install' 2 "$(grep -c ^run: <<<"$output")"
user=1000
output=$(ensure_packages g++ gimp)
check 'a user: both through sudo' 2 "$(grep -c '^sudo: env DEBIAN_FRONTEND' <<<"$output")"
output=$(
    command() { [ "$2" != sudo ]; }
    ensure_packages g++ gimp meson 2>&1
) && status=0 || status=$?
check 'a user without sudo: status' 1 "$status"
check_contains 'a user without sudo: what to do' \
    'apt-get install --no-install-recommends gimp meson' "$output"
user=0

apt_status=100
output=$(ensure_packages gimp 2>&1) && status=0 || status=$?
check 'apt fails: status' 1 "$status"
check_contains 'apt fails: a sentence' 'error: apt-get update failed' "$output"
apt_status=0

system=other system_name='Fedora Linux 41'
output=$(ensure_packages g++ gimp libtorch-dev 2>&1) && status=0 || status=$?
check 'another system: status' 1 "$status"
check_contains 'another system: its name' 'this is Fedora Linux 41' "$output"
check_contains 'another system: the packages' 'g++ gimp libtorch-dev' "$output"

check_contains 'Debian 12 has GIMP 2' libgimp2.0-dev "$(build_packages debian12)"
check_contains 'Debian 13 has GIMP 3' libgimp-3.0-dev "$(build_packages debian13)"
check_contains 'other systems are told of GIMP 3' libgimp-3.0-dev "$(build_packages other)"

check_contains 'Debian 12 has the Clang that is known' clang-tidy "$(test_packages debian12)"

check 'Debian 12 lacks two GIMPs' 'trixie forky' "$(other_releases debian12)"
check 'Debian 13 lacks two GIMPs' 'bookworm forky' "$(other_releases debian13)"

[ "$failures" = 0 ]
