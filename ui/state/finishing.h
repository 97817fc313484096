// SPDX-License-Identifier: GPL-3.0-or-later
// What of the settings can be changed once a picture is painted. No toolkit.
#pragma once

#include "engine/settings/settings.h"

#include <string_view>
#include <vector>

namespace style_transfer {

// The same with the enhancement switched on, of factors 1 where it was not: three sliders do
// without a switch.
Settings with_open_enhancement(Settings settings);

// Back from there: a picture that nothing enhances has the enhancement of `painted_with` switched
// off.
Settings with_closed_enhancement(Settings settings, const Settings& painted_with);

// The words of the setting `palette` that a picture painted with these can still get: the colours
// of a style that was matched to the photo were painted, and only those.
std::vector<std::string_view> possible_palettes(const Settings& painted_with);

} // namespace style_transfer
