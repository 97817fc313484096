// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Pictures on their way through stylisation: what a student meets in use,
// and what no folder of pictures holds.
#pragma once

#include "engine/train/tap_maps.h"

namespace style_transfer::train {

// A network to stylise with: the teacher, or a student with its maps.
struct Stylist {
    const FeatureNetwork& network;
    const TapMaps* maps = nullptr; // the teacher has none
};

// Those of the taps that are style layers.
std::vector<std::string> style_taps(const std::vector<std::string>& taps);

// Of a style layer, as by default in use.
double style_weight(const std::string& tap);

// Gram matrices (means over positions) of each style tap, [pictures, channels, channels].
using StyleGrams = std::map<std::string, at::Tensor>;
StyleGrams style_grams(
    const FeatureNetwork& network, const at::Tensor& pictures,
    const std::vector<std::string>& taps);

// Pictures [count, 3, height, width], RGB 0–255, and what their steps remember.
struct MovingPictures {
    at::Tensor pictures{};
    at::Tensor first{}; // running means of the gradient and of its square; undefined before a step
    at::Tensor second{};
    int steps = 0;
};

// One step of Adam, of about six pixel values, down the style loss to `grams`. Each layer counts
// relative to its own target, so that all layers' mistakes are met.
void move_towards_style(
    MovingPictures& moving, const Stylist& stylist, const StyleGrams& grams,
    const std::vector<std::string>& taps);

} // namespace style_transfer::train
