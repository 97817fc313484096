// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The function that the optimiser minimises: the sum of its terms.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/base/progress.h"
#include "engine/model/model.h"
#include "engine/network/network.h"
#include "engine/network/tiled_network.h"
#include "engine/objective/feature_source.h"
#include "engine/objective/guide.h"
#include "engine/objective/term.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// The layers that the terms look at with `settings`, in a network of these layers; what
// load_model() is asked for. Never empty.
std::vector<std::string> used_layers(const Settings& settings, const LayerChain& chain);

// How and from where an objective looks.
struct Vantage {
    TilePlan base_tiles{}; // empty: the whole picture at once
    TilePlan style_tiles{};
    at::Tensor painted{};                 // see TermContext
    int deepest_block = 5;                // that terms may look at
    TargetCache* style_targets = nullptr; // of this network; empty: of this objective alone
};

// Targets are computed once, in the constructor. With the method gram and k = balance_size² /
// (H·W):
//   total = content_weight · k · Σ (F_c(x) − F_c(p))²
//         + style_weight · Σ_l w_l · Σ (G_l(x)/HW − G_l(a)/H'W')² / (4·3²)
//         + variation_weight · k · Σ ((Δy)² + (Δx)²)^1.25
// where each content and style term is further multiplied by the model's scale for that layer and
// measured through the model's tap maps where it has them (B (…) Bᵀ and B (…)).
// With the method matching the style term is that of matching_term.h. Each guide has a style term
// of its own over its part of the picture; its share of what is visible weighs the term. Where
// pictures are partly transparent, only the visible part is the picture: sums run over visible
// positions, weighted by how much of them is visible, and H·W counts visible pixels.
class Objective {
  public:
    using Target = VisiblePicture;

    // Everything is computed in the type of the base, on its device, but for the network's own
    // type: its convolutions may be in bfloat16, losses and picture are not. Throws
    // Error(invalid_argument) when a picture is too small for the network or nothing of it is
    // visible, Error(model) when a layer has no calibration scale, Error(cancelled).
    Objective(
        std::shared_ptr<const Network> network, const Model& model, const Settings& settings,
        const Target& base, const std::vector<Guide>& guides, const CancellationToken& token,
        const Vantage& vantage = {});
    // With a network of its own, of the base's type and on its device, and one style.
    Objective(
        const Model& model, const Settings& settings, const Target& base, const Target& style,
        const CancellationToken& token, const Vantage& vantage = {});
    Objective(
        const Model& model, const Settings& settings, const at::Tensor& base,
        const at::Tensor& style, const CancellationToken& token)
        : Objective(model, settings, Target{base, {}}, Target{style, {}}, token) {}
    Objective(const Objective&) = delete;
    Objective& operator=(const Objective&) = delete;

    // The terms at `picture` (shape and type of the base), and the gradient of their total with
    // respect to it in `gradient` (a new tensor). The picture is not changed and may leave 0–255.
    // One thread at a time.
    Losses
    evaluate(const at::Tensor& picture, at::Tensor& gradient, const CancellationToken& token) const;

  private:
    std::shared_ptr<const Network> network_;
    std::vector<std::unique_ptr<Term>> terms_;
    std::vector<std::string> taps_;
    TiledNetwork tiles_;
};

} // namespace style_transfer
