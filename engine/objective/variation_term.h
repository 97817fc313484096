// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How much neighbouring pixels differ: the total variation of the widely
// used Keras example.
#pragma once

#include "engine/objective/feature_rows.h"

namespace style_transfer {

// factor · Σ ((x[y,x] − x[y+1,x])² + (x[y,x] − x[y,x+1])²)^1.25 over all channels and all pixels
// but those of the last row and column; picture [channels, height, width]. 0 when either side is 1.
// With weights ([height, width] of the picture) each summand counts by the product of those of the
// three pixels it compares.
LossAndGradient
variation_loss(const at::Tensor& picture, double factor, const at::Tensor& weights = {});

} // namespace style_transfer
