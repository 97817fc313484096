#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What root.sh and try_gimp.sh say on machines that cannot hold another release. The system's
# commands are stand-ins; nothing is installed.
. "$(dirname -- "${BASH_SOURCE[0]}")/../support/shell.sh"
folder=$source_folder/tools

stand_in id 'echo 0'
stand_in unshare 'exit 0'
stand_in apt-config 'exit 0'
stand_in apt-get 'echo "bookworm stable main file:///nowhere/debian/"' \
    'echo "trixie testing main file:///nowhere/debian/"'
stand_in mmdebstrap 'echo "E: Failed to fetch http://mirror.invalid/debian/"' 'exit 100'
export PATH=$work/bin:$PATH STYLE_TRANSFER_ROOTS=$work/roots

run() { # COMMAND…: sets $status and $output
    status=0
    output=$("$@" 2>&1) || status=$?
}
make() { run bash "$folder/root.sh" make "$1"; }

stand_in id 'echo 1000'
make trixie
check 'a user: status' 77 "$status"
check 'a user: reason' 'skipped: *takes root' "$output"
stand_in id 'echo 0'

stand_in unshare 'exit 1'
make trixie
check 'no mounts: status' 77 "$status"
check 'no mounts: reason' 'skipped: *does not allow mounts*' "$output"
stand_in unshare 'exit 0'

make trixie
check 'no network: status' 77 "$status"
check 'no network: reason' '*skipped: Debian trixie *download*' "$output"
check 'no network: nothing is left' '' "$(ls -d "$work/roots/trixie" 2>/dev/null || true)"

make sid
check 'an unknown release: status' 1 "$status"
check 'an unknown release: sentence' "error: root.sh knows *not 'sid'" "$output"

# What a root was made with is known: the same is not made again, another list of packages is.
mkdir -p "$work/roots/trixie"
packages=$(source_folder=/ && . "$folder/setup.sh" && root_packages debian13 | tr ' ' '\n' |
    LC_ALL=C sort -u | paste -sd,)
echo "$packages" >"$work/roots/trixie.stamp"
make trixie
check 'a root that is there: status' 0 "$status"
check 'a root that is there: nothing is said' '' "$output"
echo "other" >"$work/roots/trixie.stamp"
make trixie
check 'a root with other packages: made anew' 77 "$status"

run bash "$folder/try_gimp.sh" trixie "$work/log.json"
check 'try_gimp: a skip is no failure' 0 "$status"
check 'try_gimp: the log tells' '*"result": "SKIP", "stdout": "skipped: Debian trixie*' \
    "$(cat "$work/log.json")"

[ "$failures" = 0 ]
