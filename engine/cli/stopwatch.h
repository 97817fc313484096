// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace style_transfer {

// Runs from its making on.
class Stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

  private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

} // namespace style_transfer
