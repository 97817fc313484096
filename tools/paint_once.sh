# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by try_package.sh and try_archive.sh: painting once with what is installed. Expects fail()
# of setup.sh and, in $HOME, a home of its own.

# So that a busy machine does not take minutes for tiny pictures.
export OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1

paint_with_command_line() { # PROGRAM DATA RESULT
    "$1" "$2/samples/lake.jpg" "$2/paintings/starry_night.jpg" -o "$3" --size 64 --iterations 1 --quiet
    [ -s "$3" ] || fail "the installed command line painted nothing"
}

# What GIMP is started with.
within=()

run_gimp() { # RELEASE CALL…: GIMP's own exit status tells nothing
    local ending=(--quit) calls=() call
    [ "$1" != bookworm ] || ending=(-b '(gimp-quit 0)')
    for call in "${@:2}"; do calls+=(-b "$call"); done
    timeout 300 "${within[@]}" gimp-console --no-interface --batch-interpreter plug-in-script-fu-eval \
        "${calls[@]}" "${ending[@]}" 2>&1 </dev/null || true
}

paint_in_gimp() { # RELEASE PHOTO STYLE FOLDER
    local log
    log=$(mktemp)
    mkdir -p "$4"
    run_gimp "$1" "(script-fu-style-transfer-batch \"$2\" \"$3\" \"$4\" \"size=64 iterations=1\")" \
        >"$log"
    if [ ! -s "$4/$(basename "$2")" ]; then
        tail -n 30 "$log" >&2
        fail "the installed plug-in painted nothing in GIMP"
    fi
    rm "$log"
}
