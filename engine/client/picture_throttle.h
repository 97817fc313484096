// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace style_transfer {

// Decides when a running job is worth another picture for the window: the first one at once, then
// at most four a second, and never more than a twentieth of the time however long one takes.
class PictureThrottle {
  public:
    using Clock = std::chrono::steady_clock;

    bool due(Clock::time_point now) const { return !next_ || now >= *next_; }

    // A picture was copied between `begin` and `end`.
    void taken(Clock::time_point begin, Clock::time_point end) {
        next_ = begin + std::max<Clock::duration>(shortest_interval, 20 * (end - begin));
    }

  private:
    static constexpr std::chrono::milliseconds shortest_interval{250};

    std::optional<Clock::time_point> next_;
};

} // namespace style_transfer
