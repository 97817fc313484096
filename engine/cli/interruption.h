// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"

namespace style_transfer {

// While it lives, SIGINT and SIGTERM cancel instead of killing; a second signal kills. What the
// caller has ignored stays ignored. One at a time.
class Interruption {
  public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    // While one lives, which is no longer than the session, a signal cancels the session as well.
    class Watch {
      public:
        explicit Watch(Session& session);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
    };

    // Throws Error(cancelled) after a signal.
    void check() const;
};

} // namespace style_transfer
