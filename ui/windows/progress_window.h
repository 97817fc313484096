// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/paint_job.h"
#include "ui/widgets/window_context.h"

#include <optional>

namespace style_transfer {

struct FinishedRun {
    PaintResult result;
    bool accepted = false; // the user has asked for a layer without another question
};

// Shows a running job until it ends: iteration, losses with their curves, time left, memory, the
// picture as it comes, and the buttons "Stop and keep" and "Cancel" (closing the window is Cancel).
// Returns nothing when it was cancelled; throws the job's Error. `report`, if any, is called about
// four times a second with the fraction done, for the program's own progress bar.
std::optional<FinishedRun> run_progress_window(
    const WindowContext& context, PaintJob& job,
    const std::function<void(double fraction)>& report = {});

} // namespace style_transfer
