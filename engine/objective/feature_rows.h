// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Feature maps as rows, one per position, and what terms do with them.
#pragma once

#include "engine/model/model.h"

#include <ATen/core/Tensor.h>

#include <string>

namespace style_transfer {

// A loss and its gradient with respect to the tensor it was computed from (same shape and type).
struct LossAndGradient {
    double loss = 0;
    at::Tensor gradient;
};

// [positions, channels]; a view, because the network keeps channels innermost.
at::Tensor as_rows(const at::Tensor& features);

// The inverse of as_rows, in the shape of `like`.
at::Tensor as_maps(const at::Tensor& rows, const at::Tensor& like);

// The rows weighted by position; the rows themselves when all count the same.
at::Tensor weighted(const at::Tensor& rows, const at::Tensor& weights);

// Accumulated in double.
double sum_of_squares(const at::Tensor& values);

// The layer's tap map B, [channels, channels] in double; undefined without one.
at::Tensor map_of(const Model& model, const std::string& layer, at::Device device);

// BᵀB of it.
at::Tensor metric_of(const Model& model, const std::string& layer, at::Device device);

// How a loss of `layer` is scaled so that a weight means the same with every network, out of the
// model's scales for style or content; 1 for a network without calibration (VGG19 is its own
// measure). `term` is "style" or "content", for the sentence. Throws Error(model) for a layer that
// the network is not calibrated for.
double layer_scale(
    const std::map<std::string, double>& scales, const std::string& layer, const char* term,
    const Model& model);

} // namespace style_transfer
