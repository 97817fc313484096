// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/optimiser/smoothing.h"

#include <ATen/TensorOperators.h>

namespace style_transfer {

namespace {

// Measured at 256²: plain pixels (1) leave a cross-hatch, 0 cannot make a thin line.
constexpr double identity_share = 0.25;

// (1 2 1) / 4 along one dimension, the border repeated: a symmetric matrix.
at::Tensor binomial(const at::Tensor& values, int dimension) {
    const auto length = values.size(dimension);
    at::Tensor mean = values * 0.5;
    const auto add = [&](std::int64_t to, std::int64_t from, std::int64_t count) {
        mean.narrow(dimension, to, count).add_(values.narrow(dimension, from, count), 0.25);
    };
    add(1, 0, length - 1);
    add(0, 1, length - 1);
    add(0, 0, 1);
    add(length - 1, length - 1, 1);
    return mean;
}

at::Tensor smoothed(const at::Tensor& values) {
    return binomial(binomial(values, 1), 2).mul_(1 - identity_share).add_(values, identity_share);
}

} // namespace

at::Tensor smoothing(const at::Tensor& gradient) {
    return smoothed(smoothed(gradient));
}

} // namespace style_transfer
