// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <atomic>

namespace style_transfer {

// Set by any thread, looked at by the working one after each network layer, so that a cancel takes
// effect within one layer's time. Cancelling unwinds as an Error with code cancelled.
class CancellationToken {
  public:
    void cancel() { cancelled_.store(true, std::memory_order_relaxed); }

    void throw_if_cancelled() const {
        if (cancelled_.load(std::memory_order_relaxed))
            throw Error(ErrorCode::cancelled, "Cancelled.");
    }

  private:
    std::atomic<bool> cancelled_{false};
};

// What others want of a run: set by any thread at any time, also before it begins.
class RunRequests {
  public:
    void cancel() { token_.cancel(); }
    void stop() { stop_.store(true, std::memory_order_relaxed); }

    const CancellationToken& token() const { return token_; }
    // Whether it shall end soon and keep what stands then.
    bool stop_requested() const { return stop_.load(std::memory_order_relaxed); }

  private:
    CancellationToken token_;
    std::atomic<bool> stop_{false};
};

} // namespace style_transfer
