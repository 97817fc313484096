// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer::train {

// While it lives, SIGINT and SIGTERM ask to stop instead of killing; a second one kills. What the
// caller has ignored stays ignored. One at a time.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    bool came() const;
};

} // namespace style_transfer::train
