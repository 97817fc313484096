// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/stop_signal.h"

#include <initializer_list>
#include <signal.h>

namespace style_transfer::train {

namespace {

volatile sig_atomic_t stop_came = 0;

void on_signal(int) {
    stop_came = 1;
}

void handle(void (*handler)(int), int flags) {
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

StopSignal::StopSignal() {
    stop_came = 0;
    handle(on_signal, SA_RESETHAND | SA_RESTART);
}

StopSignal::~StopSignal() {
    handle(SIG_DFL, 0);
}

bool StopSignal::came() const {
    return stop_came != 0;
}

} // namespace style_transfer::train
