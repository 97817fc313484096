// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace style_transfer {

// Directions that hold most of what distinguishes a set of vectors, [count, channels]: the leading
// principal components, by subspace iteration (Halko, Martinsson and Tropp, "Finding structure with
// randomness", SIAM Review 53, 2011, algorithm 4.4). [channels, dimensions], orthonormal; as many
// as asked for, or as there are channels. Deterministic.
at::Tensor principal_components(const at::Tensor& vectors, std::int64_t dimensions);

} // namespace style_transfer
