// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/progress_line.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace style_transfer {

// How far a download is, on the standard error stream: a bar on a terminal, elsewhere lines
// "N of M bytes", which the plug-in's window reads too.
class DownloadLine {
  public:
    explicit DownloadLine(ProgressLine::Display display) : display_(display) {}
    ~DownloadLine() { end(); }
    DownloadLine(const DownloadLine&) = delete;
    DownloadLine& operator=(const DownloadLine&) = delete;

    void show(std::uint64_t done, std::uint64_t bytes);
    // On a line of its own.
    void tell(const std::string& sentence);
    // Ends a bar's line, so that whatever comes next begins a new one.
    void end();

  private:
    using Clock = std::chrono::steady_clock;

    double seconds_left(std::uint64_t done, std::uint64_t bytes) const;

    ProgressLine::Display display_;
    bool drawn_ = false;
    bool begun_ = false;
    std::uint64_t first_ = 0; // what was there already
    std::uint64_t shown_ = 0;
    Clock::time_point begin_;
    Clock::time_point shown_at_;
};

} // namespace style_transfer
