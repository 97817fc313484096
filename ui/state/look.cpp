// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/look.h"

#include "ui/state/texts.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

constexpr double published_ratio = 12.5; // style weight 1, content weight 0.08
constexpr double least_strength = 10;    // of a picture that takes anything of the style
constexpr double largest_strength = 200;
constexpr double largest_smoothness = 1000;

// A weight of 0 has no ratio to another one.
double style_weight_of(const Settings& settings) {
    return settings.style_weight > 0 ? settings.style_weight : 1;
}

} // namespace

double strength(const Settings& settings) {
    if (settings.style_weight <= 0)
        return 0;
    if (settings.content_weight <= 0)
        return largest_strength;
    const double ratio = settings.style_weight / settings.content_weight / published_ratio;
    return std::round(std::clamp(100 * std::pow(ratio, 1.0 / 6), least_strength, largest_strength));
}

void set_strength(Settings& settings, double per_cent) {
    if (per_cent <= 0) {
        settings.style_weight = 0;
        return;
    }
    per_cent = std::max(per_cent, least_strength);
    settings.style_weight = style_weight_of(settings);
    settings.content_weight =
        with_digits(settings.style_weight / (published_ratio * std::pow(per_cent / 100, 6)), 3);
}

double stroke_size(const Settings& settings) {
    return std::round(100 * settings.stroke_scale);
}

void set_stroke_size(Settings& settings, double per_cent) {
    settings.stroke_scale = per_cent / 100;
}

double smoothness(const Settings& settings) {
    const double ratio = settings.variation_weight / style_weight_of(settings);
    return std::round(std::min(100 * std::sqrt(ratio), largest_smoothness));
}

void set_smoothness(Settings& settings, double per_cent) {
    settings.variation_weight =
        with_digits(style_weight_of(settings) * std::pow(per_cent / 100, 2), 4);
}

} // namespace style_transfer
