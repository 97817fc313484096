// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/progress_line.h"

#include <cstddef>
#include <string>

namespace style_transfer {

// How far a batch of pictures is, on the standard error stream: one bar over all of them on a
// terminal, elsewhere one line for each that is done. The time left is told from those that have
// been painted.
class BatchProgress {
  public:
    BatchProgress(ProgressLine::Display display, std::size_t pictures)
        : display_(display), pictures_(pictures) {}
    ~BatchProgress() { end_bar(); }
    BatchProgress(const BatchProgress&) = delete;
    BatchProgress& operator=(const BatchProgress&) = delete;

    // The next picture, …
    void begin(const std::string& name);
    // … how far it is, …
    void show(const Progress& progress);
    // … and its end, after so many seconds.
    void painted(const std::string& result, double seconds);

    // Ends a bar's line, so that whatever comes next begins a new one.
    void end_bar();

  private:
    // Of the pictures after this one; negative while unknown.
    double seconds_after(double of_this_one) const;

    ProgressLine::Display display_;
    std::size_t pictures_;
    std::size_t begun_ = 0;
    std::string name_;
    int painted_ = 0;
    double painted_seconds_ = 0;
    bool drawn_ = false;
};

} // namespace style_transfer
