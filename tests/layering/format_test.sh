#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every C++ file of the tree is as clang-format 14 writes it with the tree's .clang-format. Other
# versions break lines elsewhere, so without that one the test is skipped (exit code 77).
set -eu
cd "$1"

formatter=
for candidate in clang-format-14 clang-format; do
    if "$candidate" --version 2>/dev/null | grep -q 'version 14\.'; then
        formatter=$candidate
        break
    fi
done
if [ -z "$formatter" ]; then
    echo "skipped: clang-format 14 is not installed (Debian 12 has it)"
    exit 77
fi

find engine ui plugin tests \( -name '*.cpp' -o -name '*.h' -o -name '*.hpp' \) -print0 |
    xargs -0 --no-run-if-empty "$formatter" --style=file --dry-run --Werror
