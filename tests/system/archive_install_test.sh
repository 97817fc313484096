#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install.sh of the archives, with homes and programs that are stand-ins: where it installs to, what it
# leaves alone, and that --remove leaves nothing.
. "$(dirname -- "${BASH_SOURCE[0]}")/../support/shell.sh"

everything() { (cd "$HOME" && find . -printf '%p %y %l\n' | LC_ALL=C sort); }
run() { # ARGUMENT…: sets $status and $output
    status=0
    output=$(sh "$archive/install.sh" "$@" 2>&1) || status=$?
}
new_home() { # FOLDER…
    export HOME="$work/home of $((++homes))"
    mkdir -p "$HOME"
    (cd "$HOME" && for folder; do mkdir -p "$folder"; done)
    before=$(everything)
}
removed() { # WHAT
    run --remove
    check "$1: removed" 0 "$status"
    check "$1: nothing is left" "$before" "$(everything)"
}

# What an archive has, as far as install.sh is concerned.
homes=0
archive=$work/downloads/style-transfer
completions=share/bash-completion/completions
mkdir -p "$archive/bin" "$archive/licences" "$archive/scripts" "$archive/$completions"
echo 'complete' >"$archive/$completions/style-transfer"
cp "$source_folder/tools/archive/install.sh" "$archive/"
echo 'libgimp-3.0.so.0' >"$archive/style-transfer"
echo 'the command' >"$archive/bin/style-transfer"
echo '; batch' >"$archive/scripts/style-transfer-batch.scm"
stand_in ldd 'echo "	linux-vdso.so.1 (0x1)"'
export PATH=$work/bin:/usr/bin:/bin
unset XDG_CONFIG_HOME XDG_DATA_HOME
for program in gimp flatpak snap gimp-console gimp-console-2.10; do stand_in $program 'exit 1'; done

new_home
run
check 'no GIMP at all: status' 1 "$status"
check 'no GIMP at all: sentence' 'error: no GIMP 3 was found here*install.sh FOLDER*' "$output"
check 'no GIMP at all: nothing is made' "$before" "$(everything)"

flatpak_profile=.var/app/org.gimp.GIMP/config/GIMP/3.0
new_home .config/GIMP/2.10 .config/GIMP/3.0/plug-ins .config/GIMP/3.2 "$flatpak_profile" \
    snap/gimp/393/.config/GIMP/3.0 .local/bin
ln -s 393 "$HOME/snap/gimp/current"
echo mine >"$HOME/.config/GIMP/3.0/plug-ins/mine"
before=$(everything)
run
check 'all kinds: status' 0 "$status"
for profile in .config/GIMP/3.0 .config/GIMP/3.2 "$flatpak_profile" snap/gimp/393/.config/GIMP/3.0; do
    check "all kinds: plug-in in $profile" 'libgimp-3.0.so.0' \
        "$(cat "$HOME/$profile/plug-ins/style-transfer/style-transfer")"
    check "all kinds: script in $profile" '; batch' \
        "$(cat "$HOME/$profile/scripts/style-transfer-batch.scm")"
done
check 'all kinds: not in another GIMP' '' "$(ls "$HOME/.config/GIMP/2.10")"
check 'all kinds: the command is of the system' 'the command' "$(cat "$HOME/.local/bin/style-transfer")"
check 'all kinds: completion' 'complete' "$(cat "$HOME/.local/$completions/style-transfer")"
once=$(everything)
run
check 'a second time: status' 0 "$status"
check 'a second time: the same' "$once" "$(everything)"
archive=$HOME/.config/GIMP/3.0/plug-ins/style-transfer removed 'all kinds'

new_home "$flatpak_profile"
run
check 'Flatpak alone: the command runs in it' \
    *"exec flatpak run --command='$HOME/$flatpak_profile/plug-ins/style-transfer/bin/style-transfer' org.gimp.GIMP \"\$@\"" \
    "$(cat "$HOME/.local/bin/style-transfer")"
removed 'Flatpak alone'

new_home
stand_in gimp 'echo "GNU Image Manipulation Program version 3.0.4"'
stand_in flatpak 'printf "ID: org.gimp.GIMP\nVersion: 3.2.1\n"'
run
check 'never started: status' 0 "$status"
check 'never started: of the system' '*' "$(cat "$HOME/.config/GIMP/3.0/plug-ins/style-transfer/install.sh")"
check 'never started: Flatpak' 'libgimp*' \
    "$(cat "$HOME/.var/app/org.gimp.GIMP/config/GIMP/3.2/plug-ins/style-transfer/style-transfer")"
removed 'never started'
stand_in gimp 'echo "GNU Image Manipulation Program version 2.10.38"'
stand_in flatpak 'exit 1'
run
check 'another GIMP: status' 1 "$status"

new_home .config/GIMP/3.0 .local/bin
echo 'somebody else' >"$HOME/.local/bin/style-transfer"
before=$(everything)
run
check 'another command: told' '*left alone: */.local/bin/style-transfer*' "$output"
check 'another command: stays' 'somebody else' "$(cat "$HOME/.local/bin/style-transfer")"
removed 'another command'

new_home .config/GIMP/3.0/plug-ins/style-transfer
run
check 'another plug-in: status' 1 "$status"
check 'another plug-in: sentence' '*plug-ins/style-transfer is something else*' "$output"
check 'another plug-in: stays' "$before" "$(everything)"

new_home .config/GIMP/3.0
stand_in ldd 'printf "\tlibgegl-0.4.so.0 => not found\n\tlibgtk-3.so.0 => not found\n"'
stand_in apt-get 'exit 1'
run
check 'libraries missing: the command' '*not installed: the command style-transfer*libgegl-0.4.so.0*' "$output"
check 'libraries missing: what brings them' '*sudo apt-get install libgtk-3-0*' "$output"
removed 'libraries missing'
stand_in ldd 'echo "	linux-vdso.so.1 (0x1)"'

# Unpacked in the plug-ins folder itself.
new_home .config/GIMP/3.0/plug-ins
cp -R "$archive" "$HOME/.config/GIMP/3.0/plug-ins/"
(
    archive=$HOME/.config/GIMP/3.0/plug-ins/style-transfer
    run
    check 'unpacked in its place: status' 0 "$status"
    check 'unpacked in its place: script' '; batch' \
        "$(cat "$HOME/.config/GIMP/3.0/scripts/style-transfer-batch.scm")"
    removed 'unpacked in its place'
    [ "$failures" = 0 ]
)

new_home 'my profile'
run "$HOME/my profile"
check 'a profile that was named' 'libgimp*' "$(cat "$HOME/my profile/plug-ins/style-transfer/style-transfer")"
run --remove "$HOME/my profile"
check 'a profile that was named: nothing is left' "$before" "$(everything)"

run --everywhere
check 'an unknown option' 2 "$status"

[ "$failures" = 0 ]
