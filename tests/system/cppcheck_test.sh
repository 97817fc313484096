#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# cppcheck finds nothing; cppcheck.suppressions says why what it does find is none.
# Usage: cppcheck_test.sh SOURCE
set -eu
command -v cppcheck >/dev/null || {
    echo 'skipped: there is no cppcheck'
    exit 77
}
cd -- "$1"
exec cppcheck --quiet --error-exitcode=1 --std=c++20 --language=c++ -I. \
    --enable=warning,performance,portability \
    --suppressions-list=tests/system/cppcheck.suppressions engine ui plugin
