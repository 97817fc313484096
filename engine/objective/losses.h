// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The three loss terms of Gatys, Ecker and Bethge, "Image Style Transfer
// Using Convolutional Neural Networks" (CVPR 2016), sections 2.1 and 2.2, in the normalisation of
// the widely used Keras example, plus its variation term. Sums are accumulated in double.
#pragma once

#include <ATen/core/Tensor.h>

namespace style_transfer {

// A loss and its gradient with respect to the tensor it was computed from (same shape and type).
struct LossAndGradient {
    double loss = 0;
    at::Tensor gradient;
};

// G = F·Fᵀ of feature maps [channels, height, width]: sums over all positions, not means;
// [channels, channels].
at::Tensor gram_matrix(const at::Tensor& features);

// factor · Σ (F − T)².
LossAndGradient content_loss(const at::Tensor& features, const at::Tensor& target, double factor);

// factor · Σ (G(F)/pixels − T)² / (4·3²), where `target` is the style's Gram matrix over the
// style's pixels and `pixels` is height × width of the *working image* (not of the feature map).
LossAndGradient
style_loss(const at::Tensor& features, const at::Tensor& target, double pixels, double factor);

// factor · Σ ((x[y,x] − x[y+1,x])² + (x[y,x] − x[y,x+1])²)^1.25 over all channels and all pixels
// but those of the last row and column; picture [channels, height, width]. 0 when either side is 1.
LossAndGradient variation_loss(const at::Tensor& picture, double factor);

} // namespace style_transfer
