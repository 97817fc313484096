# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by ./check and ./demo: which packages are needed, how they are installed, how the tree is
# configured. Expects $source_folder, the top of the tree.

build_folder=$source_folder/build

fail() {
    echo "error: $*" >&2
    exit 1
}

# Sets $system to debian12, debian13 or other, and $system_name to what to call it.
detect_system() {
    system=other
    system_name='this system'
    if [ -r /etc/os-release ]; then
        local ID='' VERSION_ID='' PRETTY_NAME=''
        # shellcheck source=/dev/null
        . /etc/os-release
        system_name=${PRETTY_NAME:-$ID}
        case $ID-$VERSION_ID in
        debian-12 | debian-13) system=debian$VERSION_ID ;;
        esac
    fi
}

# What building and running the plug-in takes. libtorch only asks for some BLAS, and a clean system
# then gets the reference one, which is forty times slower: OpenBLAS is named here.
build_packages() {
    echo g++ meson ninja-build pkg-config gettext po4a \
        libtorch-dev libopenblas0-pthread libhdf5-dev nlohmann-json3-dev libcli11-dev libcurl4-openssl-dev \
        libgegl-dev libexiv2-dev libjpeg-dev libpng-dev libtiff-dev libwebp-dev libgif-dev libheif-dev \
        libopenexr-dev libseccomp-dev libpango1.0-dev libgtk-3-dev gimp
    case $1 in
    debian12) echo libgimp2.0-dev ;;
    *) echo libgimp-3.0-dev ;;
    esac
}

# What the tests take besides.
test_packages() {
    echo libgtest-dev libgmock-dev \
        python3-numpy python3-scipy python3-pil python3-h5py libimage-exiftool-perl parallel openssl \
        xvfb xauth xdotool openbox imagemagick librsvg2-common appstream locales groff-base libheif-examples
    archive_packages
    case $1 in
    debian12) echo clang libclang-rt-14-dev clang-format-14 clang-tidy cppcheck ;;
    *) echo libheif-plugin-aomenc libheif-plugin-x265 libheif-plugin-dav1d libheif-plugin-libde265 ;;
    esac
}

# What making the archives takes besides.
archive_packages() {
    echo patchelf xz-utils
}

# Where the GIMPs are that this system does not have.
other_releases() {
    case $1 in
    debian12) echo trixie forky ;;
    *) echo bookworm forky ;;
    esac
}

# What is tried in a root takes these, and GIMP.
trial_packages() {
    echo gimp python3 xvfb xauth xdotool openbox librsvg2-common xz-utils bubblewrap
}

# What a root of another release holds (root.sh): plug-in, Debian package and the cases in GIMP are
# made and run there, and no unit test.
root_packages() {
    build_packages "$1"
    trial_packages
    [ "$1" != debian12 ] || archive_packages
    case $1 in
    debian12 | debian13) echo build-essential debhelper lintian appstream ;;
    esac
}

# ensure_packages PACKAGE…: installs those that are missing. Runs no apt command and needs no rights
# when nothing is.
ensure_packages() {
    local missing
    if [ "$system" = other ] || ! command -v dpkg-query >/dev/null; then
        cannot_install "$@"
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0

    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing, and installing them takes" \
            "root or sudo: run this as root, or have somebody run: apt-get install" \
            "--no-install-recommends" $missing
        as_root=(sudo)
    fi
    echo "Installing: $missing"
    # --no-install-recommends keeps the desktop's extras out; the lock is waited for because a
    # fresh system often updates itself in the background.
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q
        -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update ||
        fail "apt-get update failed; check the network and the files under /etc/apt"
    # shellcheck disable=SC2086
    "${apt[@]}" install --yes --no-install-recommends $missing ||
        fail "apt-get could not install the packages; its messages above say why"
}

missing_packages() {
    local package installed list=()
    # An unknown package makes dpkg-query complain and exit with 1, though it lists the others.
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p' || true)
    for package in "$@"; do
        grep -qxF "$package" <<<"$installed" || list+=("$package")
    done
    echo "${list[*]}"
}

cannot_install() {
    cat >&2 <<END
error: this command sets up Debian 12 and Debian 13, and this is $system_name.
The packages it needs are called, on Debian 13:
  $*
With your system's packages of the same software (GIMP 2.10 or 3, libtorch 1.13 or newer, a C++20
compiler) build with:
  meson setup build && meson compile -C build
END
    exit 1
}

# configure OPTION…: makes the build folder, or brings the one that is there up to date.
configure() {
    local options=(--werror "$@")
    if [ -f "$build_folder/build.ninja" ]; then
        meson setup --reconfigure "${options[@]}" "$build_folder" "$source_folder" && return
        echo "The build folder does not fit this system any more: starting it anew."
        meson setup --wipe "${options[@]}" "$build_folder" "$source_folder"
    else
        meson setup "${options[@]}" "$build_folder" "$source_folder"
    fi
}
