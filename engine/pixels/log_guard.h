// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace style_transfer {

// Whether GEGL says that it could not keep a part of a picture on the disk, which is lost then.
bool tells_of_lost_tiles(const char* message);

// While one lives, what libraries say through GLib's log is collected here instead of printed. GEGL
// reports failing loaders and savers in no other way. A second one waits until the first has gone,
// on whatever thread; messages of a toolkit, which may be busy meanwhile, are printed as ever.
class LogGuard {
  public:
    LogGuard();
    ~LogGuard();
    LogGuard(const LogGuard&) = delete;
    LogGuard& operator=(const LogGuard&) = delete;

    // Whether a warning or worse has been logged, and the first of them without its full stop.
    bool has_problem() const;
    std::string first_problem() const;

    // Throws Error(file), which names GEGL's swap folder, when a part of a picture was lost since
    // this lives. Every buffer that is made meanwhile, and read before the call, is covered.
    void check_nothing_lost() const;
};

} // namespace style_transfer
