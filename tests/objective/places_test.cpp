// SPDX-License-Identifier: GPL-3.0-or-later
// Which positions belong to a place, against loops over single numbers.
#include "engine/objective/places.h"

#include "engine/network/feature_maps.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace style_transfer {
namespace {

using test::scattered;

constexpr std::int64_t channels = 3;

// A layer whose positions are `stride` pixels apart, of a picture.
struct Layer {
    int stride;
    std::int64_t height, width; // of the picture

    std::int64_t map_height() const { return height / stride; }
    std::int64_t map_width() const { return width / stride; }
    PlaceGrid grid() const { return PlaceGrid::of(height, width); }
    LayerPlaces places() const { return {grid(), stride, map_height(), map_width()}; }
    Region whole() const { return {0, 0, map_height(), map_width()}; }
};
void PrintTo(const Layer& layer, std::ostream* out) {
    *out << layer.width << "×" << layer.height << " with stride " << layer.stride;
}

// Channels innermost in memory, as the network has them.
at::Tensor innermost(const at::Tensor& maps) {
    return maps.permute({1, 2, 0}).contiguous().permute({2, 0, 1});
}

at::Tensor features_of(const Layer& layer, at::ScalarType type = at::kDouble) {
    return innermost(
        scattered({channels, layer.map_height(), layer.map_width()}, layer.stride, type) - 0.5);
}

at::Tensor vectors_of_all(const Layer& layer, const at::Tensor& features) {
    return layer.places().vectors(features, layer.whole(), 0, layer.grid().height);
}

// The gradient with respect to `features` at `positions` of Σ vectors · slopes.
at::Tensor back(
    const Layer& layer, const at::Tensor& slopes, const Region& positions,
    const at::Tensor& features) {
    // The slopes are what the places' vectors are to resemble, with no pull of their own.
    const LayerPlaces map = layer.places();
    const Region own = map.places(positions);
    const at::Tensor nearest = at::zeros({layer.grid().height, layer.grid().width}, at::kInt);
    part_of(nearest, own)
        .copy_(at::arange(own.height * own.width, at::kInt).view({own.height, own.width}));
    const auto type = features.scalar_type();
    const auto real = type == at::kDouble ? at::kDouble : at::kFloat;
    return map.gradient(
        features, positions, {slopes.to(type).contiguous(), nearest, 1},
        at::zeros({layer.grid().count()}, real), at::ones({layer.grid().count()}, real));
}

// The rows of `of_places`, [all places, channels], that a region of the grid has.
at::Tensor rows_of(const at::Tensor& of_places, const Layer& layer, const Region& region) {
    return of_places.view({layer.grid().height, layer.grid().width, channels})
        .narrow(0, region.top, region.height)
        .narrow(1, region.left, region.width)
        .reshape({-1, channels});
}

// Which of the map's rows (or columns) a row of places looks at.
struct Span {
    std::int64_t first, count;
};
Span span_of(std::int64_t place, int stride, std::int64_t map) {
    if (stride > place_side)
        return {std::min(place * place_side / stride, map - 1), 1};
    return {place * (place_side / stride), place_side / stride};
}

class Places : public testing::TestWithParam<Layer> {
  protected:
    Layer layer_ = GetParam();
};

TEST_P(Places, HaveTheMeanOfTheirPositions) {
    const at::Tensor features = features_of(layer_);
    const at::Tensor found = vectors_of_all(layer_, features);
    ASSERT_EQ(found.size(0), layer_.grid().count());
    for (std::int64_t y = 0; y < layer_.grid().height; ++y)
        for (std::int64_t x = 0; x < layer_.grid().width; ++x)
            for (std::int64_t c = 0; c < channels; ++c) {
                const Span rows = span_of(y, layer_.stride, layer_.map_height());
                const Span columns = span_of(x, layer_.stride, layer_.map_width());
                double sum = 0;
                for (auto i = rows.first; i < rows.first + rows.count; ++i)
                    for (auto j = columns.first; j < columns.first + columns.count; ++j)
                        sum += features[c][i][j].item<double>();
                const double count = double(rows.count * columns.count);
                EXPECT_NEAR(
                    found[y * layer_.grid().width + x][c].item<double>(), sum / count, 1e-15);
            }
}

TEST_P(Places, AreTheSameForEachTypeAndLayout) {
    const at::Tensor features = features_of(layer_);
    const at::Tensor expected = vectors_of_all(layer_, features);
    EXPECT_TRUE(vectors_of_all(layer_, features.contiguous()).equal(expected));
    const at::Tensor single = vectors_of_all(layer_, features_of(layer_, at::kFloat));
    EXPECT_EQ(single.scalar_type(), at::kFloat);
    EXPECT_TRUE(single.to(at::kDouble).allclose(expected, 1e-6, 1e-6));
    const at::Tensor half = vectors_of_all(layer_, innermost(features.to(at::kBFloat16)));
    EXPECT_EQ(half.scalar_type(), at::kFloat);
    EXPECT_TRUE(half.to(at::kDouble).allclose(expected, 1e-2, 1e-2));
}

TEST_P(Places, OfTilesAreThoseOfTheWhole) {
    const at::Tensor features = features_of(layer_);
    const at::Tensor expected = vectors_of_all(layer_, features);
    const LayerPlaces map = layer_.places();
    for (const std::int64_t side : {8, 24}) {
        at::Tensor covered = at::zeros({layer_.grid().height, layer_.grid().width}, at::kInt);
        for (const Tile& tile : make_tiles(layer_.height, layer_.width, side, 3, 8)) {
            const Region positions = tile.inner.divided_by(layer_.stride);
            if (positions.empty())
                continue; // nothing is seen of such a tile
            const Region own = map.places(positions);
            part_of(covered, own).add_(1);
            const at::Tensor part = part_of(features, positions);
            const at::Tensor wanted = rows_of(expected, layer_, own);
            EXPECT_TRUE(map.vectors(part, positions, 0, own.height).equal(wanted));
            // Band by band too.
            for (std::int64_t row = 0; row < own.height; ++row)
                EXPECT_TRUE(map.vectors(part, positions, row, row + 1)
                                .equal(wanted.narrow(0, row * own.width, own.width)));
        }
        EXPECT_TRUE(covered.equal(at::ones_like(covered))) << "tiles of " << side;
    }
}

TEST_P(Places, GradientIsTheAdjoint) {
    const at::Tensor features = features_of(layer_);
    const at::Tensor slopes = scattered({layer_.grid().count(), channels}, 5, at::kDouble) - 0.5;
    const at::Tensor gradient = back(layer_, slopes, layer_.whole(), features);
    EXPECT_EQ(gradient.sizes(), features.sizes());
    const double there = (vectors_of_all(layer_, features) * slopes).sum().item<double>();
    EXPECT_NEAR((features * gradient).sum().item<double>(), there, 1e-12);

    // And with margins: within a tile's crop.
    const LayerPlaces map = layer_.places();
    for (const Tile& tile : make_tiles(layer_.height, layer_.width, 16, 8, 8)) {
        const Region crop = tile.crop.divided_by(layer_.stride);
        if (crop.empty())
            continue;
        const at::Tensor part = innermost(part_of(features, crop));
        const at::Tensor own = rows_of(slopes, layer_, map.places(crop));
        EXPECT_TRUE(back(layer_, own, crop, part).allclose(part_of(gradient, crop), 1e-14, 1e-16));
    }
}

TEST_P(Places, WhatNoPlaceCoversHasNoGradient) {
    const at::Tensor slopes = at::ones({layer_.grid().count(), channels}, at::kDouble);
    const at::Tensor gradient = back(layer_, slopes, layer_.whole(), features_of(layer_));
    EXPECT_NEAR(gradient.sum().item<double>(), double(slopes.numel()), 1e-10);
    const auto in_places = [&](std::int64_t places, std::int64_t map) {
        return layer_.stride > place_side ? map : places * (place_side / layer_.stride);
    };
    const auto rows = in_places(layer_.grid().height, layer_.map_height());
    const auto columns = in_places(layer_.grid().width, layer_.map_width());
    at::Tensor rest = gradient.clone();
    rest.narrow(1, 0, rows).narrow(2, 0, columns).zero_();
    EXPECT_EQ(rest.abs().sum().item<double>(), 0);
}

// In plain loops: f and its target position by position, and the mean over the positions.
TEST_P(Places, PositionsAreComparedOneByOne) {
    const int positions = positions_of_place(layer_.stride);
    if (positions == 1) // nothing to compare one by one
        return;
    constexpr int candidates = 5;
    constexpr double scale = 1.5;
    const at::Tensor features = features_of(layer_);
    const PlaceGrid grid = layer_.grid();
    const at::Tensor style = scattered({candidates * positions, channels}, 8, at::kDouble) - 0.3;
    const at::Tensor nearest = at::arange(grid.count(), at::kInt).remainder(candidates);
    const PlaceTargets targets{style, nearest, scale, positions};
    at::Tensor products = at::zeros({grid.count()}, at::kDouble),
               squares = at::zeros_like(products);
    layer_.places().add_products(features, layer_.whole(), targets, products, squares);
    const at::Tensor own = scattered({grid.count()}, 9, at::kDouble);
    const at::Tensor target = scattered({grid.count()}, 10, at::kDouble) - 1;
    const at::Tensor gradient =
        layer_.places().gradient(features, layer_.whole(), targets, own, target);

    at::Tensor slopes = at::zeros_like(features);
    const int side = place_side / layer_.stride;
    for (std::int64_t place = 0; place < grid.count(); ++place) {
        double product = 0, square = 0;
        for (int dy = 0; dy < side; ++dy)
            for (int dx = 0; dx < side; ++dx) {
                const auto y = place / grid.width * side + dy, x = place % grid.width * side + dx;
                const auto row = place % candidates * positions + dy * side + dx;
                for (std::int64_t c = 0; c < channels; ++c) {
                    const double f = scale * features[c][y][x].item<double>();
                    const double t = style[row][c].item<double>();
                    product += f * t / positions;
                    square += f * f / positions;
                    slopes[c][y][x] =
                        scale * (own[place].item<double>() * f + target[place].item<double>() * t) /
                        positions;
                }
            }
        EXPECT_NEAR(products[place].item<double>(), product, 1e-12);
        EXPECT_NEAR(squares[place].item<double>(), square, 1e-12);
    }
    EXPECT_TRUE(gradient.allclose(slopes, 1e-12, 1e-14));
}

std::vector<Layer> layers() {
    std::vector<Layer> layers;
    for (const int stride : {1, 2, 4, 8})
        for (const auto& [height, width] : {std::pair{37, 50}, {8, 8}, {15, 9}, {33, 63}, {12, 44}})
            layers.push_back({stride, height, width});
    return layers;
}

INSTANTIATE_TEST_SUITE_P(Layers, Places, testing::ValuesIn(layers()), [](const auto& one) {
    return std::to_string(one.param.width) + "x" + std::to_string(one.param.height) + "WithStride" +
           std::to_string(one.param.stride);
});

} // namespace
} // namespace style_transfer
