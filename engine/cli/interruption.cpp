// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/interruption.h"

#include "engine/base/error.h"

#include <atomic>
#include <signal.h>

namespace style_transfer {

namespace {

// A signal handler reaches nothing but globals, and may only store lock-free atomics.
CancellationToken interrupted;
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) {
    interrupted.cancel();
}

// Sets what the two signals do, save where the caller has them ignored: what a script starts in the
// background, for instance, must not hear Ctrl-C.
void handle_signals(void (*handler)(int), int flags) {
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

Interruption::Interruption() {
    // Reset: the second signal kills.
    handle_signals(on_signal, SA_RESETHAND | SA_RESTART);
}

Interruption::~Interruption() {
    handle_signals(SIG_DFL, 0);
}

void Interruption::check() const {
    try {
        interrupted.throw_if_cancelled();
    } catch (const Error&) {
        throw Error(ErrorCode::cancelled, "Interrupted.");
    }
}

const CancellationToken& Interruption::token() const {
    return interrupted;
}

} // namespace style_transfer
