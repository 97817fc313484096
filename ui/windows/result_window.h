// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/paint_job.h"
#include "ui/state/style_choice.h"
#include "ui/widgets/window_context.h"

#include <cstddef>
#include <vector>

namespace style_transfer {

// A run that has been painted. The picture must stay while the window is open.
struct ShownResult {
    const FinishedPicture& picture;
    StyleChoice choice;    // its settings say how it is finished at first
    Settings painted_with; // the same as the run had them
};

enum class Decision { accept, back, discard };

struct ResultAnswer {
    Decision decision = Decision::discard;
    std::size_t result = 0; // the one that was shown when it was made
    // For each result its settings as the user has finished it.
    std::vector<Settings> finished{};
    // Whether the finishing is to stay on the layer, see StyleChoice.
    bool live_filters = false;
};

// Shows the results of the last runs, at least one, the newest (the last) first: one large, which
// of them chosen by thumbnails that say what was set otherwise, with controls for what can be
// changed without painting again. What it shows is what the layer becomes, at 100 % pixel by pixel.
// Enter accepts; closing the window discards them.
ResultAnswer
run_result_window(const WindowContext& context, const std::vector<ShownResult>& results);

} // namespace style_transfer
