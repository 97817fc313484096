// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The vectors of a style's places, and what a search among them needs.
#pragma once

#include "engine/objective/place_vectors.h"
#include "engine/objective/shortlist.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace style_transfer {

// That the dimensions of the search are found from, at most.
constexpr std::int64_t sampled_candidates = 4096;

// Dimensions of the search among vectors of so many channels.
std::int64_t search_dimensions(std::int64_t channels);

// The candidates: one row per visible place of the style, and of the style turned by 90, 180 and
// 270 degrees where that is asked for.
struct StylePlaces {
    struct Part {
        double scale = 1;      // what the layer's vectors are multiplied with
        at::Tensor vectors;    // [candidates, channels], scaled, in the features' type
        at::Tensor compared;   // the same of what a place is compared with, see PlaceTargets
        int positions = 1;     // of a candidate, in that
        at::Tensor means;      // [styles, channels], of those, single or double precision
        at::Tensor directions; // [channels, dimensions], orthonormal with those of all layers
    };
    // The candidates of one style.
    struct Rows {
        std::int64_t first = 0;
        std::int64_t count = 0;

        at::Tensor of(const at::Tensor& all) const { return all.narrow(0, first, count); }
    };
    std::vector<Rows> styles;
    std::map<std::string, Part> parts;
    at::Tensor squares;    // [candidates], of the lengths of what is compared
    at::Tensor distances;  // [candidates], of the whole vectors from their style's mean, never zero
    at::Tensor projected;  // [candidates, dimensions]: from that mean, divided by the distance
    Neighbours neighbours; // of the candidates, in the same orientation of the same style

    std::int64_t bytes() const;
    // Bytes per candidate with features of so many channels, of whose positions so many numbers
    // are compared one by one.
    static double bytes_per_candidate(double channels, double compared, int feature_bytes);
};

// Of all these styles, scaled alike.
StylePlaces style_places(
    const std::vector<const FeatureSource*>& styles, const std::vector<PlaceLayer>& layers,
    bool turned, const CancellationToken& token);

} // namespace style_transfer
