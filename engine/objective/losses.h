// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The three loss terms of Gatys, Ecker and Bethge, "Image Style Transfer
// Using Convolutional Neural Networks" (CVPR 2016), sections 2.1 and 2.2, in the normalisation of
// the widely used Keras example, plus its variation term. Sums are accumulated in double.
//
// Content and variation are sums over positions, so the loss of a whole is the sum over its parts.
// Style is not: the Gram matrix of the whole is the sum over the parts, and loss and gradient come
// from that.
//
// Positions count by their weights in [0,1]: `weights` is [height, width] of the feature maps, how
// much of each position is visible; undefined where everything is.
// Features may be measured through a linear map B, as B·F: `metric` is then BᵀB, [channels,
// channels], symmetric, in double; undefined where they are measured as they are.
#pragma once

#include "engine/network/tiles.h"

#include <ATen/core/Tensor.h>

#include <optional>

namespace style_transfer {

// A loss and its gradient with respect to the tensor it was computed from (same shape and type).
struct LossAndGradient {
    double loss = 0;
    at::Tensor gradient;
};

// G = F·W·Fᵀ of feature maps [channels, height, width]: sums over all positions, not means;
// [channels, channels].
at::Tensor gram_matrix(const at::Tensor& features, const at::Tensor& weights = {});

// factor · Σ w |B (F − T)|². The loss is that of the positions in `counted` (all by default), the
// gradient that of all.
LossAndGradient content_loss(
    const at::Tensor& features, const at::Tensor& target, double factor,
    const at::Tensor& weights = {}, const at::Tensor& metric = {},
    const std::optional<Region>& counted = {});

// factor · Σ (B (G/pixels − T) Bᵀ)² / (4·3²), where `gram` is the picture's Gram matrix, `target`
// the style's over the style's pixels, and `pixels` counts those of the *working image* (height ×
// width when all are visible), not of the feature map. The gradient is that with respect to the
// features F of any part of the picture, as a symmetric matrix M: it is M·F·W, see style_gradient.
LossAndGradient style_loss(
    const at::Tensor& gram, const at::Tensor& target, double pixels, double factor,
    const at::Tensor& metric = {});
at::Tensor style_gradient(
    const at::Tensor& features, const at::Tensor& matrix, const at::Tensor& weights = {});

// factor · Σ ((x[y,x] − x[y+1,x])² + (x[y,x] − x[y,x+1])²)^1.25 over all channels and all pixels
// but those of the last row and column; picture [channels, height, width]. 0 when either side is 1.
// With weights ([height, width] of the picture) each summand counts by the product of those of the
// three pixels it compares.
LossAndGradient
variation_loss(const at::Tensor& picture, double factor, const at::Tensor& weights = {});

} // namespace style_transfer
