// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The function that the optimiser minimises.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/base/progress.h"
#include "engine/model/model.h"
#include "engine/network/network.h"
#include "engine/network/tiled_network.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <array>
#include <string>
#include <vector>

namespace style_transfer {

// block1_conv1 … block5_conv1.
extern const std::array<std::string, 5> style_layer_names;

// The layers that `settings` give a weight; what load_model() is asked for. Never empty.
std::vector<std::string> used_layers(const Settings& settings);

// Style and content targets are computed once, in the constructor. With k = balance_size² / (H·W):
//   total = content_weight · k · Σ (F_c(x) − F_c(p))²
//         + style_weight · Σ_l w_l · Σ (G_l(x)/HW − G_l(a)/H'W')² / (4·3²)
//         + variation_weight · k · Σ ((Δy)² + (Δx)²)^1.25
// where each content and style term is further multiplied by the model's scale for that layer and
// measured through the model's tap maps where it has them (B (…) Bᵀ and B (…)).
// Where pictures are partly transparent, only the visible part is the picture: sums run over
// visible positions, weighted by how much of them is visible, and H·W counts visible pixels.
class Objective {
  public:
    // A picture to compute targets from: [3, height, width], RGB 0–255, and, when not all of it is
    // visible, [height, width] with 0 hidden … 1 visible. Both of one type, float or double.
    struct Target {
        at::Tensor picture;
        at::Tensor mask; // undefined: everything is visible
    };

    // Everything is computed in the type of the base, on its device; with `half_features` the
    // convolutions are in bfloat16, losses and picture are not. Throws Error(invalid_argument) when
    // a picture is too small for the network or nothing of it is visible, Error(model) when a layer
    // has no calibration scale, Error(cancelled). The plans say how base and style are cut into
    // tiles.
    Objective(
        const Model& model, const Settings& settings, const Target& base, const Target& style,
        const CancellationToken& token, const TilePlan& base_tiles = {},
        const TilePlan& style_tiles = {}, bool half_features = false);
    Objective(
        const Model& model, const Settings& settings, const at::Tensor& base,
        const at::Tensor& style, const CancellationToken& token)
        : Objective(model, settings, Target{base, {}}, Target{style, {}}, token) {}
    Objective(const Objective&) = delete;
    Objective& operator=(const Objective&) = delete;

    // The terms at `picture` (shape and type of the base), and the gradient of their total with
    // respect to it in `gradient` (a new tensor). The picture is not changed and may leave 0–255.
    Losses
    evaluate(const at::Tensor& picture, at::Tensor& gradient, const CancellationToken& token) const;

    at::Device device() const { return device_; }

  private:
    struct StyleTerm {
        int index = 0; // in style_layer_names
        double factor = 0;
        at::Tensor target; // Gram matrix over the style's pixels
        at::Tensor metric; // of the layer's tap map; undefined without one
    };
    at::Device device_;
    at::ScalarType type_; // of losses and picture
    void compute_content_target(const at::Tensor& base, const CancellationToken& token);

    Network network_;
    std::vector<std::string> taps_;
    TiledNetwork tiles_;
    std::vector<StyleTerm> style_terms_;
    std::string content_layer_;
    double content_factor_ = 0;
    at::Tensor content_target_;
    at::Tensor content_metric_;
    double variation_factor_ = 0;
    double pixels_ = 0; // visible ones
    at::Tensor mask_;   // of the base; undefined: everything is visible
    Features weights_;  // of the tapped feature maps; empty: everything is visible
};

} // namespace style_transfer
