// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/objective/gram_term.h"

namespace style_transfer::testing {

// The style term of one whole map.
inline LossAndGradient whole_style_loss(
    const at::Tensor& features, const at::Tensor& target, double pixels, double factor,
    const at::Tensor& weights = {}, const at::Tensor& metric = {}) {
    const LossAndGradient part =
        style_loss(gram_matrix(features, weights), target, pixels, factor, metric);
    return {part.loss, style_gradient(features, part.gradient, weights)};
}

} // namespace style_transfer::testing
