#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts the folder that this file lies in into GIMP's folder for plug-ins, or takes it away again.
set -eu

usage='Usage: install.sh [--remove] [FOLDER…]
Puts Style Transfer into the plug-ins folder of each GIMP that you have: of your system, as AppImage, from
Flatpak or as a snap; and the command style-transfer into ~/.local/bin. Nothing outside of your home
folder is touched.
  FOLDER    a profile of GIMP instead of those, such as ~/.config/GIMP/3.0
  --remove  takes all of it away again'

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
name=style-transfer
flatpak=org.gimp.GIMP
command_link=$HOME/.local/bin/$name
completion_link=${XDG_DATA_HOME:-$HOME/.local/share}/bash-completion/completions/$name
launcher_mark='# Made by install.sh of Style Transfer for GIMP.'

fail() {
    echo "error: $*" >&2
    exit 1
}

# The folders of this plug-in's GIMP that are there, one a line.
profiles() {
    for folder in \
        "${XDG_CONFIG_HOME:-$HOME/.config}/GIMP" \
        "$HOME/.var/app/$flatpak/config/GIMP" \
        "$HOME/snap/gimp/current/.config/GIMP"; do
        for profile in "$folder/$major".*; do
            [ ! -d "$profile" ] || (CDPATH='' cd -- "$profile" && pwd -P)
        done
    done | sort -u
}

# "3.0" out of "GNU Image Manipulation Program version 3.0.4"; nothing for another GIMP than ours.
series() {
    sed -n "s/.*[Vv]ersion:* *\($major\.[0-9][0-9]*\).*/\1/p" | head -n 1
}

# A GIMP that was never started has no profile yet.
make_profiles() {
    if [ "$major" = 2 ]; then
        # It makes its folder whole when there is none, and only then.
        console=$(command -v gimp-console-2.10 || command -v gimp-console) || return 0
        case $("$console" --version 2>/dev/null) in
        *' 2.'*) "$console" --no-interface --no-data --no-fonts -b '(gimp-quit 0)' \
            >/dev/null 2>&1 </dev/null || true ;;
        esac
        return
    fi
    if command -v gimp >/dev/null; then
        version=$(gimp --version 2>/dev/null | series)
        [ -z "$version" ] || make_folder "${XDG_CONFIG_HOME:-$HOME/.config}/GIMP/$version"
    fi
    if command -v flatpak >/dev/null; then
        version=$(flatpak info "$flatpak" 2>/dev/null | series)
        [ -z "$version" ] || make_folder "$HOME/.var/app/$flatpak/config/GIMP/$version"
    fi
    if command -v snap >/dev/null; then
        version=$(snap list gimp 2>/dev/null | sed -n "s/^gimp  *\($major\.[0-9]*\).*/\1/p")
        [ -z "$version" ] || make_folder "$HOME/snap/gimp/current/.config/GIMP/$version"
    fi
}

# Makes a folder, and adds those that were not there to $made, the innermost first.
made=''
make_folder() {
    [ ! -d "$1" ] || return 0
    make_folder "$(dirname -- "$1")"
    mkdir -- "$1"
    made="$1
$made"
}

is_ours() {
    [ -f "$1/install.sh" ] && [ -f "$1/$name" ] && [ -d "$1/licences" ]
}

# All or nothing: what was there stays until the new one is whole.
put_into() { # PROFILE
    place=$1/plug-ins/$name
    make_folder "$1/plug-ins"
    if [ "$place" != "$here" ]; then
        [ ! -e "$place" ] || is_ours "$place" ||
            fail "$place is something else; move it away first"
        [ ! -f "$place/installed" ] || made=$made$(cat "$place/installed")'
'
        new=$1/plug-ins/.$name.new
        rm -rf -- "$new"
        # The second profile and those after it take no more space where the disk is the same.
        if [ -z "$first" ] || ! cp -Rl -- "$first" "$new" 2>/dev/null; then
            rm -rf -- "$new"
            cp -R -- "$here" "$new" || {
                rm -rf -- "$new"
                fail "$new could not be written"
            }
        fi
        rm -rf -- "$place"
        mv -- "$new" "$place"
        first=$place
    fi
    if [ -d "$place/scripts" ]; then
        make_folder "$1/scripts"
        cp -- "$place/scripts/"* "$1/scripts/"
    fi
    echo "installed: $place"
}

# Another profile's copy has other folders, and is the same file where cp has linked.
note_made() { # PLACE
    rm -f -- "$1/installed"
    printf '%s' "$made" >"$1/installed"
}

# Libraries of the system that a program does not find, in one line.
missing_libraries() {
    command -v ldd >/dev/null || return 0
    ldd "$1" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u |
        tr '\n' ' '
}

put_command() { # PLACE
    if [ -e "$command_link" ] || [ -L "$command_link" ]; then
        is_our_command || {
            echo "left alone: $command_link is something else"
            return
        }
        rm -f -- "$command_link"
    fi
    case $1 in
    "$HOME/.var/app/$flatpak/"*)
        # Its libraries are in the Flatpak.
        make_folder "$HOME/.local/bin"
        printf '%s\n' '#!/bin/sh' "$launcher_mark" \
            "exec flatpak run --command='$1/bin/$name' $flatpak \"\$@\"" >"$command_link"
        chmod +x "$command_link"
        ;;
    *)
        missing=$(missing_libraries "$1/bin/$name")
        [ -z "$missing" ] || {
            echo "not installed: the command $name, for which this system lacks: $missing"
            return
        }
        make_folder "$HOME/.local/bin"
        ln -s -- "$1/bin/$name" "$command_link"
        put_completion "$1/share/bash-completion/completions/$name"
        ;;
    esac
    echo "installed: $command_link"
    case :$PATH: in
    *":$HOME/.local/bin:"*) ;;
    *) echo "           ($HOME/.local/bin is not in your PATH)" ;;
    esac
}

# For the shell bash, which looks for it there.
put_completion() { # FILE
    ! is_our_completion || rm -f -- "$completion_link"
    [ -f "$1" ] && [ ! -e "$completion_link" ] || return 0
    make_folder "$(dirname -- "$completion_link")"
    ln -s -- "$1" "$completion_link"
}

is_our_completion() {
    case $(readlink "$completion_link") in
    */plug-ins/$name/share/*) return 0 ;;
    esac
    return 1
}

is_our_command() {
    if [ -L "$command_link" ]; then
        case $(readlink "$command_link") in
        */plug-ins/$name/bin/$name) return 0 ;;
        esac
        return 1
    fi
    grep -qxF "$launcher_mark" "$command_link" 2>/dev/null
}

# What is missing on this system, and the command that brings it.
tell_missing() { # PROGRAM
    missing=$(missing_libraries "$1")
    [ -n "$missing" ] || return 0
    echo "GIMP cannot start the plug-in yet; this system lacks: $missing"
    case $missing in
    *libgtk-3*) ;;
    *) return 0 ;;
    esac
    for way in 'apt-get:apt-get install libgtk-3-0' 'dnf:dnf install gtk3' \
        'pacman:pacman -S gtk3' 'zypper:zypper install libgtk-3-0'; do
        if command -v "${way%%:*}" >/dev/null; then
            echo "Install it with: sudo ${way#*:}"
            return 0
        fi
    done
}

install_all() {
    [ "$#" != 0 ] || {
        list=$(profiles)
        [ -n "$list" ] || make_profiles
        list=$(profiles)
        [ -n "$list" ] || fail "no GIMP $major was found here. If there is one, start it once, or name" \
            "its profile: install.sh FOLDER"
        set -f
        IFS='
'
        # shellcheck disable=SC2086 # one argument a line
        set -- $list
        unset IFS
        set +f
    }
    first='' at_home='' command_place=''
    common=$made
    for profile; do
        [ -d "$profile" ] || fail "$profile is no folder"
        made=$common
        put_into "$(CDPATH='' cd -- "$profile" && pwd -P)"
        [ -n "$command_place" ] || command_place=$place
        case $place in
        "$HOME/.var/app/"* | "$HOME/snap/"*) ;;
        *)
            [ -n "$at_home" ] || command_place=$place
            at_home=yes
            ;;
        esac
        [ "$place" != "$command_place" ] || put_command "$place"
        note_made "$place"
    done
    [ -z "$at_home" ] || tell_missing "$command_place/$name"
    echo "Start GIMP again: Filters > Artistic > Style Transfer. To remove it: $command_place/install.sh --remove"
}

remove_all() {
    removed=no
    if [ "$#" = 0 ]; then
        list=$(profiles)
    else
        list=$(printf '%s\n' "$@")
    fi
    while IFS= read -r profile; do
        place=$profile/plug-ins/$name
        is_ours "$place" || continue
        for script in "$place/scripts/"*; do
            script=$profile/scripts/$(basename -- "$script")
            [ ! -f "$script" ] || rm -f -- "$script"
        done
        folders=$(cat "$place/installed" 2>/dev/null || true)
        ! is_our_command || rm -f -- "$command_link"
        ! is_our_completion || rm -f -- "$completion_link"
        rm -rf -- "$place"
        echo "$folders" | while IFS= read -r folder; do
            [ -z "$folder" ] || rmdir -- "$folder" 2>/dev/null || true
        done
        echo "removed: $place"
        removed=yes
    done <<END
$list
END
    [ "$removed" = yes ] || echo "nothing was installed"
}

main() {
    action=install_all
    case ${1-} in
    --remove)
        action=remove_all
        shift
        ;;
    -h | --help)
        echo "$usage"
        exit 0
        ;;
    -*)
        echo "error: install.sh does not know '$1'" >&2
        echo "$usage" >&2
        exit 2
        ;;
    esac
    if grep -q 'libgimp-3\.' "$here/$name"; then
        major=3
    else
        major=2
    fi
    "$action" "$@"
}

# In one line: this file may be removed meanwhile.
main "$@"; exit
