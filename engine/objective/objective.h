// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The function that the optimiser minimises.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/model/model.h"
#include "engine/network/network.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <array>
#include <string>
#include <vector>

namespace style_transfer {

// Weighted loss terms of one picture, as they enter the total.
struct Losses {
    double content = 0;
    std::array<double, 5> style{};
    double variation = 0;

    double total() const;
};

// block1_conv1 … block5_conv1.
extern const std::array<std::string, 5> style_layer_names;

// The layers that `settings` give a weight; what load_model() is asked for. Never empty.
std::vector<std::string> used_layers(const Settings& settings);

// Style and content targets are computed once, in the constructor. With k = balance_size² / (H·W):
//   total = content_weight · k · Σ (F_c(x) − F_c(p))²
//         + style_weight · Σ_l w_l · Σ (G_l(x)/HW − G_l(a)/H'W')² / (4·3²)
//         + variation_weight · k · Σ ((Δy)² + (Δx)²)^1.25
// where each content and style term is further multiplied by the model's scale for that layer.
class Objective {
  public:
    // `base` and `style` are [3, height, width], RGB 0–255; their type (float or double) is the one
    // that everything is computed in. Throws Error(invalid_argument) when a picture is too small
    // for the network, Error(model) when a layer has no calibration scale, Error(cancelled).
    Objective(
        const Model& model, const Settings& settings, const at::Tensor& base,
        const at::Tensor& style, const CancellationToken& token);

    // The terms at `picture` (shape and type of the base), and the gradient of their total with
    // respect to it in `gradient` (a new tensor). The picture is not changed and may leave 0–255.
    Losses
    evaluate(const at::Tensor& picture, at::Tensor& gradient, const CancellationToken& token) const;

  private:
    struct StyleTerm {
        int index = 0; // in style_layer_names
        double factor = 0;
        at::Tensor target; // Gram matrix over the style's pixels
    };

    Network network_;
    std::vector<std::string> taps_;
    std::vector<StyleTerm> style_terms_;
    std::string content_layer_;
    double content_factor_ = 0;
    at::Tensor content_target_;
    double variation_factor_ = 0;
    double pixels_ = 0;
};

} // namespace style_transfer
