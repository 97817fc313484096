// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The vectors of a picture's places, layer by layer.
#pragma once

#include "engine/objective/feature_source.h"
#include "engine/objective/places.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer {

// A layer that enters the places' vectors, and how its block is weighted.
struct PlaceLayer {
    std::string name;
    int stride = 1;   // pixels between its positions
    double share = 0; // of the mean squared length of what is compared; all layers add up to 1
    // Whether each position of a place is to resemble its own in the style, and not only their mean
    // that of the style: without it, what is finer than a place is left to chance.
    bool each_position = false;

    // Of a place, that have targets of their own.
    int compared_positions() const { return each_position ? positions_of_place(stride) : 1; }
};

// All convolutions of the blocks 1 to 4, and to `deepest_block`, whose weight is not zero; each
// block's weight is shared by its layers. None when all are zero. Where forms take no part any more
// what is left is grain, of which each position counts.
std::vector<PlaceLayer>
place_layers(const Settings& settings, const LayerChain& chain, int deepest_block);

// Numbers of the vectors that are in memory at once, unless a row of places has more.
constexpr std::int64_t band_numbers = std::int64_t{1} << 21;

// Calls `use(layer, vectors, places)` with the vectors of all places of `picture` (which has the
// size of the source's own; undefined: that one), band by band: [places, channels], single or
// double precision, contiguous. With `compared` it is [places, compared_positions() · channels],
// position by position. Throws Error(cancelled).
void visit_places(
    const FeatureSource& source, const at::Tensor& picture, const std::vector<PlaceLayer>& layers,
    const CancellationToken& token,
    const std::function<void(const PlaceLayer&, const at::Tensor&, const Region&)>& use,
    bool compared = false);

// Places `band` of [all places, numbers], as [height, width, numbers]; a view.
at::Tensor band_of(const at::Tensor& all, PlaceGrid grid, const Region& band);

} // namespace style_transfer
