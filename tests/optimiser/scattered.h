// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of preconditioners measure with.
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>

namespace style_transfer::testing {

inline double product(const at::Tensor& a, const at::Tensor& b) {
    return (a * b).sum().item<double>();
}

// Something without any order.
inline at::Tensor scattered(int height, int width, int seed) {
    return (at::arange(3 * height * width, at::kDouble) + seed)
        .mul(12.9898)
        .sin()
        .mul(43758.5453)
        .frac()
        .view({3, height, width});
}

} // namespace style_transfer::testing
