// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How far the correlations of the picture's features are from the style's.
// After Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks" (CVPR
// 2016), section 2.2, in the normalisation of the widely used Keras example. The Gram matrix of a
// whole is the sum over its parts, and loss and gradient come from that.
#pragma once

#include "engine/objective/feature_rows.h"

#include <array>
#include <string>

namespace style_transfer {

// block1_conv1 … block5_conv1: what the five style-layer weights belong to.
extern const std::array<std::string, 5> style_layer_names;

// What the squared distances of Gram matrices are divided by: 4·3² in the Keras example.
constexpr double gram_loss_divisor = 4 * 3 * 3;

// G = F·W·Fᵀ of feature maps [channels, height, width]: sums over all positions, not means;
// [channels, channels]. `weights`, [height, width], is how much of each position counts.
at::Tensor gram_matrix(const at::Tensor& features, const at::Tensor& weights = {});

// factor · Σ (B (G/pixels − T) Bᵀ)² / (4·3²), where `gram` is the picture's Gram matrix, `target`
// the style's over the style's pixels, `metric` BᵀB (undefined: as they are), and `pixels` counts
// those of the *working image* (height × width when all are visible), not of the feature map. The
// gradient is that with respect to the features F of any part of the picture, as a symmetric matrix
// M: it is M·F·W, see style_gradient, which adds an `offset` for each channel where there is one:
// (M·F + offset)·W.
LossAndGradient style_loss(
    const at::Tensor& gram, const at::Tensor& target, double pixels, double factor,
    const at::Tensor& metric = {});
at::Tensor style_gradient(
    const at::Tensor& features, const at::Tensor& matrix, const at::Tensor& weights = {},
    const at::Tensor& offset = {});

} // namespace style_transfer
