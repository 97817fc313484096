// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of painting by matching share.
#pragma once

#include "engine/objective/objective.h"
#include "engine/objective/style_places.h"
#include "tests/support/golden.h"

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

namespace style_transfer::test {

// The usual weights, with content at block4_conv2.
Settings matching_settings();

// wave_picture() of matching_golden.py.
at::Tensor wave_picture(int width, int height, double phase, at::ScalarType type);

// Numbers of [0, 1) without any order.
at::Tensor scattered(at::IntArrayRef shape, int seed, at::ScalarType type);

// A smooth picture with some grain, RGB 0–255: neighbouring pixels are alike, as in photographs.
at::Tensor smooth_picture(int width, int height, int seed, at::ScalarType type);

// The vectors of a picture's places, of all layers one after the other and scaled as the style's:
// [places, channels], double.
at::Tensor whole_vectors(
    const Network& network, const at::Tensor& picture, const std::vector<PlaceLayer>& layers,
    const StylePlaces& style);

// The same of the style's candidates.
at::Tensor candidates_of(const StylePlaces& style, const std::vector<PlaceLayer>& layers);

bool is_finite(const at::Tensor& values);

// Layers that `used_layers` names, sorted.
std::vector<std::string> sorted_layers(const Settings& settings, const Model& model);

} // namespace style_transfer::test
