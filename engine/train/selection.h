// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace style_transfer::train {

// The `count` channels that best span the others, in ascending order: each next one is the one of
// which the former leave most unexplained (pivoted Cholesky decomposition). `covariance` is the
// uncentred second moment of the channels, [channels, channels], symmetric, on the CPU. When the
// channels span less than `count` dimensions, the rest are those with most power of their own.
std::vector<std::int64_t> select_channels(const at::Tensor& covariance, int count);

} // namespace style_transfer::train
