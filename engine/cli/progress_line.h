// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"

#include <string>

namespace style_transfer {

// "1:05", minutes and seconds; with hours where there are any: "2:01:05".
std::string duration_text(double seconds);

// Draws a bar over the line that the cursor is in, on a terminal; `fraction` is what is done.
void draw_bar(double fraction, const std::string& status);

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
