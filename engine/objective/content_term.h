// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How far the picture's features are from the base's.
// After Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks" (CVPR
// 2016), section 2.1, in the normalisation of the widely used Keras example.
#pragma once

#include "engine/network/tiles.h"
#include "engine/objective/feature_rows.h"

#include <optional>

namespace style_transfer {

// factor · Σ w |B (F − T)|²: a sum over positions, so the loss of a whole is that of its parts.
// `weights`, [height, width] of the maps, is how much of each position counts, in [0,1]; undefined:
// all of each. `metric` is BᵀB, [channels, channels], in double; undefined where features are
// measured as they are. The loss is that of the positions in `counted` (all by default), the
// gradient that of all.
LossAndGradient content_loss(
    const at::Tensor& features, const at::Tensor& target, double factor,
    const at::Tensor& weights = {}, const at::Tensor& metric = {},
    const std::optional<Region>& counted = {});

} // namespace style_transfer
