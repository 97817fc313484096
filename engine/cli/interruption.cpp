// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/interruption.h"

#include "engine/base/error.h"
#include "engine/base/stop_signals.h"
#include "engine/base/translation.h"

#include <atomic>

namespace style_transfer {

namespace {

// A signal handler reaches nothing but globals, and may only store lock-free atomics.
CancellationToken interrupted;
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) {
    interrupted.cancel();
}

} // namespace

Interruption::Interruption() {
    handle_stop_signals(on_signal);
}

Interruption::~Interruption() {
    restore_stop_signals();
}

void Interruption::check() const {
    try {
        interrupted.throw_if_cancelled();
    } catch (const Error&) {
        throw Error(ErrorCode::cancelled, _("Interrupted."));
    }
}

const CancellationToken& Interruption::token() const {
    return interrupted;
}

} // namespace style_transfer
