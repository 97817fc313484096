// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that come with the program under a name, without what windows show of them.
#pragma once

#include "engine/settings/parameters.h"

#include <span>
#include <string_view>

namespace style_transfer {

struct BuiltInPreset {
    std::string_view name;     // "free-hand": the same word everywhere
    std::string_view settings; // as apply_text() reads them; what is not named has its default
};

// In the order in which they are shown: first the defaults.
std::span<const BuiltInPreset> built_in_preset_table();

// Those of a preset. Throws Error(invalid_argument) naming all when there is none of that name.
Settings settings_of_preset(std::string_view name);

// Gives `settings` all that the preset holds. Throws like settings_of_preset().
void apply_preset(Settings& settings, std::string_view name);

// The preset with those of `values` that differ from the defaults, for a caller who cannot tell
// what was named beside it. Throws like settings_of_preset().
Settings preset_beside(std::string_view name, const Settings& values);

// Whether presets hold this parameter: how the machine works is nobody else's business.
bool is_in_presets(const Parameter& parameter);

} // namespace style_transfer
