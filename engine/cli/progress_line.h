// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"

namespace style_transfer {

// Shows progress on the standard error stream: a bar that is drawn over itself on a terminal, one
// line per iteration elsewhere.
class ProgressLine {
  public:
    enum class Display { none, bar, lines };

    // What fits the stream and the user's wishes.
    static Display choose(bool progress, bool quiet);

    explicit ProgressLine(Display display) : display_(display) {}
    // Ends a bar's line, so that whatever comes next begins a new one.
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const Progress& progress);

  private:
    Display display_;
    bool drawn_ = false;
};

} // namespace style_transfer
