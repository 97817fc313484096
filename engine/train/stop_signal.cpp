// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/stop_signal.h"

#include "engine/base/stop_signals.h"

#include <signal.h>

namespace style_transfer::train {

namespace {

volatile sig_atomic_t stop_came = 0;

void on_signal(int) {
    stop_came = 1;
}

} // namespace

StopSignal::StopSignal() {
    stop_came = 0;
    handle_stop_signals(on_signal);
}

StopSignal::~StopSignal() {
    restore_stop_signals();
}

bool StopSignal::came() const {
    return stop_came != 0;
}

} // namespace style_transfer::train
