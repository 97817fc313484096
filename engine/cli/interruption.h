// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.hpp"

namespace style_transfer {

// While it lives, SIGINT and SIGTERM cancel instead of killing; a second signal kills. One at a
// time.
class Interruption {
  public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    // From now on a signal cancels `session` as well, which must outlive this object or be let go
    // with nullptr.
    void watch(Session* session);

    // Throws Error(cancelled) after a signal.
    void check() const;
};

} // namespace style_transfer
