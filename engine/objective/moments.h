// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Mean and standard deviation of each channel, which a Gram matrix
// confounds: it can reach the style's second moments with another mean and another contrast. After
// Risser, Wilmot and Barnes, "Stable and Controllable Neural Texture Synthesis and Style Transfer
// Using Histogram Losses" (2017), who compare whole histograms.
#pragma once

#include <ATen/core/Tensor.h>

namespace style_transfer {

// Sums over the positions of one layer's features F, each counted by its weight.
struct FeatureSums {
    at::Tensor gram;  // Σ w F Fᵀ, [channels, channels]
    at::Tensor sum;   // Σ w F, [channels]
    double count = 0; // Σ w
};

// Of the features as they are measured, B·F with the layer's tap map, per channel, in double.
struct Moments {
    at::Tensor mean;
    at::Tensor square; // mean of the squares

    // The root of variance and `least_square`, so that it has a slope where nothing varies.
    at::Tensor deviation(double least_square) const;
};

// `map` may be undefined: features are measured as they are.
Moments moments_of(const FeatureSums& sums, const at::Tensor& map);

struct MomentsLoss {
    double loss = 0;
    // The gradient with respect to F of any part of the picture is w · (matrix · F + offset).
    at::Tensor matrix; // [channels, channels], symmetric, double
    at::Tensor offset; // [channels], double
};

// factor · (|mean − wanted mean|² + |deviation − wanted deviation|²).
MomentsLoss
moments_loss(const FeatureSums& sums, const Moments& wanted, double factor, const at::Tensor& map);

// What the loss with factor 1 is divided by to be relative: the squared lengths of both sides'
// means and deviations.
double squared_length(const Moments& one, const Moments& wanted);

} // namespace style_transfer
