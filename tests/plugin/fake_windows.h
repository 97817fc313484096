// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/style_choice.h"
#include "ui/widgets/window_context.h"
#include "ui/windows/repaint_window.h"
#include "ui/windows/result_window.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {
class PaintJob;
}

namespace style_transfer::testing {

// A user in front of the ui library's windows: they are not shown, this answers in their place.
struct FakeWindows {
    std::vector<std::optional<StyleChoice>> dialog_answers; // one for each time it is shown
    std::function<void()> while_dialog_is_open;             // what the user does in GIMP
    std::function<void(const WindowContext&)> in_dialog;    // what that asks for
    std::function<void(PaintJob&)> in_progress_window;      // what the user does there
    bool cancel = false;                                    // its Cancel button
    bool accept_without_asking = false;                     // its check box
    // What the result window answers each time; the last one accepts when none is given.
    std::vector<ResultAnswer> result_answers;

    Repaint repaint = Repaint::in_place;       // what is painted of a painting
    std::vector<std::string> asked_to_repaint; // names of painting and photo

    std::vector<StyleChoice> dialog_starts;
    std::vector<Size> layer_sizes;   // of what is painted with the settings at its start
    std::vector<Area> painted_areas; // with the settings of each answer
    std::vector<std::vector<StyleChoice>> results_shown;
    std::vector<std::vector<float>> results_red; // of the first pixel of each result
    std::vector<std::string> errors_shown;
    std::optional<Image> thumbnail; // of the answer's style file, loaded while the dialog is open

    FakeWindows();
    ~FakeWindows();
    static FakeWindows& current();
};

} // namespace style_transfer::testing
