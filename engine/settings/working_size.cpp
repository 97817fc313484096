// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/settings.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace style_transfer {

namespace {

constexpr std::pair<Quality, int> quality_levels[] = {
    {Quality::preview, 256}, {Quality::standard, 1024}, {Quality::fine, 2048}};

} // namespace

Settings published_settings() {
    Settings settings;
    settings.method = Method::gram;
    settings.style_layers = {0.1, 0.1, 0.4, 0.3, 0.1};
    settings.content_layer = "block5_conv2";
    settings.size = 512;
    settings.iterations = 25;
    settings.enhance = true;
    return settings;
}

Settings default_settings(Method method) {
    return method == Method::gram ? published_settings() : Settings();
}

void choose_method(Settings& settings, Method method) {
    const Settings before = default_settings(settings.method);
    const Settings after = default_settings(method);
    const auto follow = [&](auto field) {
        if (settings.*field == before.*field)
            settings.*field = after.*field;
    };
    follow(&Settings::style_layers);
    follow(&Settings::content_layer);
    follow(&Settings::size);
    follow(&Settings::iterations);
    follow(&Settings::enhance);
    settings.method = method;
}

Settings with_named_quality(Settings settings) {
    for (const auto& [quality, side] : quality_levels)
        if (settings.quality == Quality::custom && settings.size == side)
            settings.quality = quality;
    return settings;
}

int working_size(const Settings& settings, int original) {
    if (settings.quality == Quality::custom)
        return settings.size;
    for (const auto& [quality, side] : quality_levels)
        if (settings.quality == quality)
            return std::max(16, std::min(side, original));
    return std::max(16, original);
}

int working_style_size(const Settings& settings, int working, int original) {
    return std::max(16, int(std::lround(std::min(working, original) * settings.stroke_scale)));
}

} // namespace style_transfer
