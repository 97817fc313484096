// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/style_choice.h"
#include "ui/widgets/window_context.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace style_transfer {

// A finished run. The views must stay valid while the window is open.
struct ShownResult {
    ImageView before; // in the proportions of `after`
    ImageView after;
    StyleChoice choice;
};

enum class Decision { accept, back, discard };

struct ResultAnswer {
    Decision decision = Decision::discard;
    std::size_t result = 0; // the one that was shown when it was made
};

// Shows the results of the last runs, at least one, the newest (the last) first: one large, which
// of them chosen by thumbnails that say what was set otherwise. Enter accepts; closing the window
// discards them.
ResultAnswer
run_result_window(const WindowContext& context, const std::vector<ShownResult>& results);

} // namespace style_transfer
