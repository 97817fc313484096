// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). For each place of a picture the place of the style that is most alike.
#pragma once

#include "engine/objective/style_places.h"

#include <vector>

namespace style_transfer {

// What the base's places are compared as: their own vectors, and those of what has been painted.
struct PlaceQuestion {
    const FeatureSource& base;
    at::Tensor painted;       // of the base's size; undefined: nothing has been
    double painted_share = 0; // of the vectors, 0 … 1
    // How much less alike a candidate may be that lies in the style as the place does in the
    // picture, beside what its neighbour has got: cosine. 0: each place has its own.
    double coherence = 0;
    at::Tensor visible;               // [places], how much of each is; undefined: all of all
    std::vector<double> shares = {1}; // of the places, for each style; they add up to 1
};

// Candidates of each place that are compared whole, those that are most alike in fewer dimensions.
constexpr std::int64_t shortlist_size = 16;

// For each place the candidate of largest cosine, after the mean of each set has been subtracted
// ("zero-centring", Kolkin et al. 2022, section 3), among those of the style that share_out() gives
// it. What is hidden takes no part in the mean, and gets any candidate; with coherence see
// keep_together(). [places], int. Two passes over the base and what has been painted. Throws
// Error(cancelled).
at::Tensor nearest_places(
    const PlaceQuestion& question, const std::vector<PlaceLayer>& layers, const StylePlaces& style,
    const CancellationToken& token);

// Bytes while it searches, beside blocks of `search_block_bytes`.
double search_bytes_per_place(double channels, int styles);

} // namespace style_transfer
