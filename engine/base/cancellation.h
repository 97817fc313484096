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

} // namespace style_transfer
