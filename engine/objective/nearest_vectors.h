// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Which of many vectors is most like a given one.
#pragma once

#include "engine/base/cancellation.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace style_transfer {

// Directions that hold most of what distinguishes a set of vectors: the leading principal
// components, by subspace iteration (Halko, Martinsson and Tropp, "Finding structure with
// randomness", SIAM Review 53, 2011, algorithm 4.4). Deterministic.
struct Projection {
    at::Tensor mean;       // [channels]
    at::Tensor directions; // [channels, dimensions], orthonormal
};
// `vectors`: [count, channels]. As many dimensions as asked for, or as there are channels.
Projection principal_components(const at::Tensor& vectors, std::int64_t dimensions);

// What one block of products takes, unless told otherwise.
constexpr std::int64_t search_block_bytes = std::int64_t{32} << 20;

// For each row of `queries` the row of `candidates` of largest cosine, after the mean of each set
// has been subtracted: "zero-centring", Kolkin et al. 2022, section 3. Both [count, dimensions] of
// one type; a vector of length zero is like none, and what is nearest to it is the first candidate.
// [queries], int. Memory beyond its arguments: `block_bytes`, twice. Throws Error(cancelled).
at::Tensor nearest_vectors(
    const at::Tensor& queries, const at::Tensor& candidates, const CancellationToken& token,
    std::int64_t block_bytes = search_block_bytes);

} // namespace style_transfer
