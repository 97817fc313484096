// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/finishing.h"

#include "engine/settings/parameters.h"

namespace style_transfer {

Settings with_open_enhancement(Settings settings) {
    if (!settings.enhance)
        settings.brightness = settings.colour = settings.sharpness = 1;
    settings.enhance = true;
    return settings;
}

Settings with_closed_enhancement(Settings settings, const Settings& painted_with) {
    if (settings.brightness == 1 && settings.colour == 1 && settings.sharpness == 1) {
        settings.enhance = false;
        settings.brightness = painted_with.brightness;
        settings.colour = painted_with.colour;
        settings.sharpness = painted_with.sharpness;
    }
    return settings;
}

std::vector<std::string_view> possible_palettes(const Settings& painted_with) {
    const bool matched = painted_with.palette == Palette::matched;
    std::vector<std::string_view> words;
    for (const std::string_view word : choices_of(*find_parameter("palette")))
        if ((word == "matched") == matched)
            words.push_back(word);
    return words;
}

} // namespace style_transfer
