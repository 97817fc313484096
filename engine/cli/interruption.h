// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancellation.h"

namespace style_transfer {

// While it lives, SIGINT and SIGTERM are noted instead of killing; a second one kills. What the
// caller has ignored stays ignored. One at a time.
class Interruption {
  public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    // Throws Error(cancelled) after a signal.
    void check() const;
    // Cancelled by a signal.
    const CancellationToken& token() const;
};

} // namespace style_transfer
