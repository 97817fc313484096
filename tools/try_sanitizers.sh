#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds engine, command line and their tests with Clang, as a release: what another compiler warns of,
# and what does not link once it is optimised. Its sanitizers of addresses and undefined behaviour are in
# it: the tests run under them, and libFuzzer searches a while in each format that strangers write.
set -euo pipefail
source_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
. "$source_folder/tools/setup.sh"
. "$source_folder/tools/record.sh"

usage='Usage: try_sanitizers.sh LOG
Builds in build/clang and writes the results to LOG, as meson test writes them to its testlog.json. Exits
with 0 when nothing failed.'

# The method itself. What reads files is searched instead: its tests ask the confined reader, whose
# limits on memory no sanitizer bears.
tests=(base settings network objective optimiser picture plan run)
targets=(engine/cli/style-transfer:executable fuzz-targets "${tests[@]/%/-test}")
fuzz_seconds=20

log=${1?"$usage"}
rm -f "$log"
build_folder=$build_folder/clang
export CC=clang CXX=clang++
if ! { configure -Dfuzzing=enabled -Db_lundef=false -Dtests=enabled -Dtrainer=disabled -Dgimp=none \
    --buildtype=release && meson compile -C "$build_folder" "${targets[@]}"; }; then
    record "$log" "Clang" FAIL "it could not be built with Clang"
    exit 1
fi

# What is never given back on purpose, in libtorch and OpenBLAS, is no leak; OpenMP's threads keep their
# stack for signals.
export ASAN_OPTIONS=detect_leaks=0:use_sigaltstack=0
# Making its kernels for AMX, the oneDNN of Debian 12 reads an entry behind the end of a list of its own,
# and makes no use of it; in the sanitizer's heap alone may there be no memory.
export ONEDNN_MAX_CPU_ISA=AVX512_CORE_BF16
status=0
results=$build_folder/meson-logs/testlog.json
meson test -C "$build_folder" --no-rebuild --print-errorlogs --timeout-multiplier 10 "${tests[@]}" ||
    status=1
cat "$results" >>"$log"
meson test -C "$build_folder" --no-rebuild --print-errorlogs --suite fuzz \
    --test-args="-max_total_time=$fuzz_seconds" || status=1
cat "$results" >>"$log"
exit "$status"
