// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/window_context.h"

#include <string>

namespace style_transfer {

// Shows one error sentence in a window with a Close button, and one that copies the sentence with
// the diagnostics of the context.
void show_error(const WindowContext& context, const std::string& sentence);

} // namespace style_transfer
