// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/presets.h"
#include "ui/state/style_choice.h"

#include <string>
#include <vector>

namespace style_transfer {

// For each choice what tells it from the others, for a user who compares them: "Size 640,
// Iterations 10". The style file by its name without folders; where each has the settings of a
// preset, those by its name: "Wash, Size 640".
std::vector<std::string>
changed_settings(const std::vector<StyleChoice>& choices, const std::vector<Preset>& presets = {});

} // namespace style_transfer
