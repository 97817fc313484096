// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The search for what is most alike in two steps: in few dimensions a short
// list for each query among all candidates, then the lists with the whole vectors. On the
// processor.
#pragma once

#include "engine/base/cancellation.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace style_transfer {

// What one block of products takes, unless told otherwise.
constexpr std::int64_t search_block_bytes = std::int64_t{8} << 20;

// For each row of `queries` the `count` rows of `candidates` (all, when there are fewer) of largest
// product, the largest first and of equal ones the first: [queries, count], int. What is no number
// is never chosen; where nothing else is, the first row stands. Both [rows, dimensions] of one
// type, float or double. Memory beyond arguments and result: `block_bytes`, or one row of products.
// Throws Error(cancelled).
at::Tensor largest_products(
    const at::Tensor& queries, const at::Tensor& candidates, std::int64_t count,
    const CancellationToken& token, std::int64_t block_bytes = search_block_bytes);

// Lets neighbours stay together, place by place from the upper left: where a place's neighbour on
// the left or above has chosen a candidate, the one beside it, in `right` or `below` ([candidates],
// int, -1: none), is chosen for the place, if its product is less than that of the choice in
// `chosen`, [places], int, by no more than `tolerance` of the query's length. The places are rows
// of `width`. After Ashikhmin, "Synthesizing natural textures", 2001, section 3, and the coherence
// of Hertzmann and others, "Image analogies", 2001, section 3.2. `queries` and `candidates` as
// above, contiguous.
struct Neighbours {
    at::Tensor right;
    at::Tensor below;
};
void keep_together(
    at::Tensor& chosen, const at::Tensor& queries, const at::Tensor& candidates,
    const Neighbours& neighbours, std::int64_t width, double tolerance);

// Adds to `products`, [rows, count], of each row of `vectors`, [rows, channels], the products with
// the rows of `candidates` that `shortlist`, [rows, count], int, names. `vectors` and `products`
// are float or double; `candidates`, [any, channels], of that type, or bfloat16 beside float.
// `candidates` and `products` are contiguous.
void add_shortlist_products(
    const at::Tensor& vectors, const at::Tensor& candidates, const at::Tensor& shortlist,
    at::Tensor& products);

} // namespace style_transfer
