// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The vectors of a style's places, and the search among them.
#pragma once

#include "engine/objective/nearest_vectors.h"
#include "engine/objective/places.h"
#include "engine/objective/term.h"

#include <map>
#include <string>
#include <vector>

namespace style_transfer {

// A layer that enters the places' vectors, and how its block is weighted.
struct PlaceLayer {
    std::string name;
    int stride = 1;   // pixels between its positions
    double share = 0; // of the mean squared length of the style's vectors; all layers add up to 1
};

// All convolutions of the blocks 1 to 4, and to `deepest_block`, whose weight is not zero; each
// block's weight is shared by its layers. None when all are zero.
std::vector<PlaceLayer>
place_layers(const Settings& settings, const LayerChain& chain, int deepest_block);

// That the dimensions of the search are found from, at most.
constexpr std::int64_t sampled_candidates = 4096;

// Dimensions of the search among vectors of so many channels.
std::int64_t search_dimensions(std::int64_t channels);

// The candidates: one row per visible place of the style, and of the style turned by 90, 180 and
// 270 degrees where that is asked for.
struct StylePlaces {
    struct Part {
        double scale = 1;   // what the layer's vectors are multiplied with
        at::Tensor vectors; // [candidates, channels], scaled, in the features' type
    };
    std::map<std::string, Part> parts;
    at::Tensor squares; // [candidates], of the whole vectors' lengths
    // For the search: the whole vectors in fewer dimensions.
    std::map<std::string, at::Tensor> directions; // [channels, dimensions] of each layer's part
    at::Tensor projected;                         // [candidates, dimensions]

    // Bytes per candidate with features of so many channels.
    static double bytes_per_candidate(double channels, int feature_bytes);
};

StylePlaces style_places(
    const FeatureSource& style, const std::vector<PlaceLayer>& layers, bool turned,
    const CancellationToken& token);

// Adds `weight` times the whole vectors of the places of `picture` (which has the size of the
// source's own; undefined: that one), in the dimensions of the search, to `projected`, [places,
// dimensions].
void add_projected_places(
    at::Tensor& projected, double weight, const FeatureSource& source, const at::Tensor& picture,
    const std::vector<PlaceLayer>& layers, const StylePlaces& style,
    const CancellationToken& token);

} // namespace style_transfer
