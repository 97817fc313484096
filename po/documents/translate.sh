#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The documents in every language, into FOLDER. Usage: translate.sh PO4A CONFIGURATION TOP FOLDER
set -eu
# By force: what po4a takes for up to date it would leave older than the catalogues.
"$1" --no-update --force --srcdir "$3" --destdir "$4" "$2"
# A language's folder is as new as what is in it, for ninja.
for page in "$4"/*/man1; do
    touch "${page%/man1}"
done
