// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/stop_signals.h"

#include <initializer_list>
#include <signal.h>

namespace style_transfer {

namespace {

void set_unless_ignored(void (*handler)(int), int flags) {
    for (int signal : {SIGINT, SIGTERM}) {
        struct sigaction former {};
        struct sigaction action {};
        action.sa_handler = handler;
        action.sa_flags = flags;
        if (sigaction(signal, nullptr, &former) == 0 && former.sa_handler != SIG_IGN)
            sigaction(signal, &action, nullptr);
    }
}

} // namespace

void handle_stop_signals(void (*handler)(int)) {
    set_unless_ignored(handler, SA_RESETHAND | SA_RESTART);
}

void restore_stop_signals() {
    set_unless_ignored(SIG_DFL, 0);
}

} // namespace style_transfer
