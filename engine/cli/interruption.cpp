// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/interruption.h"

#include <atomic>
#include <csignal>

namespace style_transfer {

namespace {

// A signal handler reaches nothing but globals, and may only store lock-free atomics; cancelling a
// session is such a store.
std::atomic<bool> interrupted{false};
std::atomic<Session*> watched{nullptr};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<Session*>::is_always_lock_free);

void on_signal(int signal) {
    interrupted.store(true);
    if (Session* session = watched.load())
        session->request_cancel();
    std::signal(signal, SIG_DFL);
}

} // namespace

Interruption::Interruption() {
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
}

Interruption::~Interruption() {
    watch(nullptr);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

void Interruption::watch(Session* session) {
    watched.store(session);
    // A signal that came before found nothing to cancel.
    if (session && interrupted.load())
        session->request_cancel();
}

void Interruption::check() const {
    if (interrupted.load())
        throw Error(ErrorCode::cancelled, "Interrupted.");
}

} // namespace style_transfer
