// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/run_procedure.h"

#include <functional>
#include <string>

namespace style_transfer {

// How a procedure answers its caller.
struct Answer {
    enum class Status { success, cancelled, calling_error, execution_error };

    Status status = Status::success;
    std::string sentence; // for the user, of the two errors; valid UTF-8
};

// Runs `work` and turns every exception into an answer, since none may reach GLib. A wrong
// argument is the caller's error where a script calls, and the work's where a user does.
Answer answer_for(RunMode mode, const std::function<Outcome()>& work) noexcept;

} // namespace style_transfer
