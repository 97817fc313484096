// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/state/style_choice.h"
#include "ui/widgets/window_context.h"

#include <optional>

namespace style_transfer {

// Shows the settings dialog, starting with `choice`, for a layer of `layer_size` pixels. Nothing
// when the user cancels; else the settings are valid and the style file has been chosen.
std::optional<StyleChoice>
run_settings_dialog(const WindowContext& context, const StyleChoice& choice, Size layer_size);

} // namespace style_transfer
