// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer {

// Sets what SIGINT and SIGTERM do, save where the caller has them ignored: what a script starts in
// the background, for instance, must not hear Ctrl-C. The first signal calls `handler`, which may
// only do what a signal handler may; a second one kills.
void handle_stop_signals(void (*handler)(int));
// As before a program says anything: they kill.
void restore_stop_signals();

} // namespace style_transfer
