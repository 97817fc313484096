// SPDX-License-Identifier: GPL-3.0-or-later
// What the scripts of tests/reference have written, as the engine's types.
#pragma once

#include "engine/model/model.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

namespace style_transfer::test {

using Json = nlohmann::json;

// A file of tests/reference; read once.
const Json& golden(const std::string& name);

// The tiny network of objective.json.
Model tiny_model();
// … with factors on the loss terms of its layers.
Model scaled_tiny_model();
// … with matrices through which some layers are measured.
Model mapped_tiny_model();

// [channels, height, width] of {"shape": […], "values": […]}; the values may stand apart.
at::Tensor tensor_of(const Json& values, at::IntArrayRef shape, at::ScalarType type);

// "base", "style" or "picture" of objective.json: [3, height, width], RGB 0–255.
at::Tensor tiny_picture(const std::string& name, at::ScalarType type);

// How much of "base" or "style" is visible in the masked cases: [height, width], 0–1.
at::Tensor tiny_mask(const std::string& name, at::ScalarType type);

// formula_picture() of tiny_network.py.
at::Tensor formula_picture(int width, int height, int shift, at::ScalarType type);

Settings settings_of(const Json& weights);

// |found − expected| ≤ tolerance · |expected|.
void expect_close(double found, double expected, double tolerance, const std::string& what);

// A tensor against a summary() of objective_golden.py: shape, sum, sum of squares and single
// values, which may differ by `tolerance` of the root mean square.
void expect_summary(const at::Tensor& found, const Json& expected, double tolerance);

// `gradient` against central differences of `function` at `x` along some directions; for smooth
// functions, in double precision.
void expect_gradient(
    const std::function<double(const at::Tensor&)>& function, const at::Tensor& x,
    const at::Tensor& gradient, double tolerance = 1e-6, double step = 1e-5);

} // namespace style_transfer::test
