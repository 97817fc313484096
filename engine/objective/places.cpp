// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/places.h"

#include "engine/network/feature_maps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>

#include <algorithm>

namespace style_transfer {

namespace {

at::ScalarType vector_type(at::ScalarType features) {
    return features == at::kDouble ? at::kDouble : at::kFloat;
}

// [height, width, channels]; a view.
at::Tensor channels_last(const at::Tensor& maps) {
    return maps.permute({1, 2, 0});
}

} // namespace

LayerPlaces::LayerPlaces(
    PlaceGrid grid, int stride, std::int64_t map_height, std::int64_t map_width)
    : grid_(grid), side_(std::max(1, place_side / stride)),
      per_position_(std::max(1, stride / place_side)), map_height_(map_height),
      map_width_(map_width) {}

Region LayerPlaces::places(const Region& positions) const {
    // The last position takes the places beyond it that no position lies in.
    const auto end = [&](std::int64_t last, std::int64_t map, std::int64_t all) {
        return last == map ? all : std::min(all, last / side_ * per_position_);
    };
    const std::int64_t top = positions.top / side_ * per_position_;
    const std::int64_t left = positions.left / side_ * per_position_;
    return {
        top, left,
        std::max<std::int64_t>(0, end(positions.bottom(), map_height_, grid_.height) - top),
        std::max<std::int64_t>(0, end(positions.right(), map_width_, grid_.width) - left)};
}

at::Tensor LayerPlaces::position_index(
    const Region& positions, const Region& places, std::int64_t first, std::int64_t last,
    at::Device device) const {
    const auto along = [&](std::int64_t begin, std::int64_t end, std::int64_t map,
                           std::int64_t offset) {
        return at::arange(begin, end, at::kLong)
            .div(per_position_, "floor")
            .clamp_max(map - 1)
            .sub(offset);
    };
    const at::Tensor rows =
        along(places.top + first, places.top + last, map_height_, positions.top);
    const at::Tensor columns = along(places.left, places.right(), map_width_, positions.left);
    return (rows.unsqueeze(1) * positions.width + columns).flatten().to(device);
}

at::Tensor LayerPlaces::vectors(
    const at::Tensor& features, const Region& positions, std::int64_t first,
    std::int64_t last) const {
    const Region all = places(positions);
    const auto channels = features.size(0);
    const at::Tensor maps = channels_last(features);
    const auto type = vector_type(features.scalar_type());
    if (per_position_ > 1)
        return maps.reshape({-1, channels})
            .index_select(0, position_index(positions, all, first, last, features.device()))
            .to(type);
    return maps.narrow(0, first * side_, (last - first) * side_)
        .narrow(1, 0, all.width * side_)
        .view({last - first, side_, all.width, side_, channels})
        .mean({1, 3}, /*keepdim=*/false, type)
        .view({-1, channels});
}

at::Tensor LayerPlaces::position_vectors(
    const at::Tensor& features, const Region& positions, std::int64_t first,
    std::int64_t last) const {
    const Region all = places(positions);
    const auto channels = features.size(0);
    return channels_last(features)
        .narrow(0, first * side_, (last - first) * side_)
        .narrow(1, 0, all.width * side_)
        .reshape({last - first, side_, all.width, side_, channels})
        .permute({0, 2, 1, 3, 4})
        .reshape({-1, std::int64_t{side_} * side_ * channels})
        .to(vector_type(features.scalar_type()));
}

} // namespace style_transfer
