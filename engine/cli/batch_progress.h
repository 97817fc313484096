// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/progress_line.h"

#include <cstddef>
#include <filesystem>

namespace style_transfer {

// How far a batch is, on the standard error stream: one bar over all files on a terminal, elsewhere
// one line for each file that is done. The time left is told from the files that have been painted.
class BatchProgress {
  public:
    BatchProgress(ProgressLine::Display display, std::size_t files)
        : display_(display), files_(files) {}
    ~BatchProgress() { end_bar(); }
    BatchProgress(const BatchProgress&) = delete;
    BatchProgress& operator=(const BatchProgress&) = delete;

    // The next file, …
    void begin(const std::filesystem::path& file);
    // … how far it is, …
    void show(const Progress& progress);
    // … and its end, after so many seconds.
    void painted(const std::filesystem::path& output, double seconds);

    // Ends a bar's line, so that whatever comes next begins a new one.
    void end_bar();

  private:
    // Of the files after this one; negative while unknown.
    double seconds_after(double of_this_one) const;

    ProgressLine::Display display_;
    std::size_t files_;
    std::size_t begun_ = 0;
    std::string name_;
    int painted_ = 0;
    double painted_seconds_ = 0;
    bool drawn_ = false;
};

} // namespace style_transfer
