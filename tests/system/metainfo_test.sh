#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The AppStream metainfo against the rules of AppStream. Usage: metainfo_test.sh FILE
set -eu
if ! command -v appstreamcli >/dev/null; then
    echo 'skipped: there is no appstreamcli (package appstream)'
    exit 77
fi
appstreamcli validate --no-net --explain "$1" >/dev/null && exit 0
# The project has no page of its own to name, which newer releases warn of.
output=$(appstreamcli validate --no-net --explain "$1" || true)
echo "$output"
grep -q '^[EWI]:' <<<"$output"
! grep '^[EW]:' <<<"$output" | grep -v url-homepage-missing
