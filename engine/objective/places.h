// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Places: squares of place_side² pixels that cover a picture, each of which
// has one vector in every layer. After the "hypercolumns" of Kolkin et al., "Neural Neighbor Style
// Transfer" (2022), section 3.
#pragma once

#include "engine/network/tiles.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace style_transfer {

constexpr int place_side = 4; // pixels

// The places of a picture, rows first; what is left at the right and lower edge has none.
struct PlaceGrid {
    std::int64_t height = 0;
    std::int64_t width = 0;

    static PlaceGrid of(std::int64_t picture_height, std::int64_t picture_width) {
        return {picture_height / place_side, picture_width / place_side};
    }
    std::int64_t count() const { return height * width; }
};

// Positions of a layer in one place, where the layer has so many; its stride is a power of two.
constexpr int positions_of_place(int stride) {
    return stride < place_side ? (place_side / stride) * (place_side / stride) : 1;
}

// What the places of one layer are to resemble.
struct PlaceTargets {
    at::Tensor style;   // [candidates · positions, channels], scaled, of the features' type
    at::Tensor nearest; // [all places], int: the candidate of each
    double scale = 1;   // what a place's vector is multiplied with to be compared
    // Of each place, row by row, that are compared with the candidate's own: all that there are, or
    // 1: their mean is.
    int positions = 1;
};

// On the processor, wherever the features are.
// How the positions of a layer's map belong to the places: a place has the mean of the positions in
// it or, where a position is larger than a place, that position's own vector.
class LayerPlaces {
  public:
    LayerPlaces() = default;
    // `stride`: pixels between positions, a power of two; the map's size in positions.
    LayerPlaces(PlaceGrid grid, int stride, std::int64_t map_height, std::int64_t map_width);

    // The places that the positions of a tile belong to; tiles are cut at whole places and whole
    // positions.
    Region places(const Region& positions) const;

    // [places, channels], single or double precision, of the rows [first, last) of those places,
    // out of the features [channels, height, width] at `positions`.
    at::Tensor vectors(
        const at::Tensor& features, const Region& positions, std::int64_t first,
        std::int64_t last) const;

    // The same, position by position: [places, positions of a place · channels].
    at::Tensor position_vectors(
        const at::Tensor& features, const Region& positions, std::int64_t first,
        std::int64_t last) const;

    // Of the places of a tile, with their targets: adds f·t to `products` and f·f to `squares`,
    // which are [all places], single precision or double like the features. Where positions are
    // compared one by one, it is the mean of theirs.
    void add_products(
        const at::Tensor& features, const Region& positions, const PlaceTargets& targets,
        at::Tensor& products, at::Tensor& squares) const;

    // With respect to the features, in their type, of a scalar whose gradient with respect to a
    // place's scaled vector f is own · f + target · t ([all places] both). What no place covers has
    // none.
    at::Tensor gradient(
        const at::Tensor& features, const Region& positions, const PlaceTargets& targets,
        const at::Tensor& own, const at::Tensor& target) const;

  private:
    at::Tensor position_index(
        const Region& positions, const Region& places, std::int64_t first, std::int64_t last,
        at::Device device) const;

    PlaceGrid grid_;
    int side_ = 1;         // positions along a place's side
    int per_position_ = 1; // places along a position's side
    std::int64_t map_height_ = 0;
    std::int64_t map_width_ = 0;
};

} // namespace style_transfer
