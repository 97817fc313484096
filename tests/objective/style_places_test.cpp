// SPDX-License-Identifier: GPL-3.0-or-later
// The candidates that a style has.
#include "engine/objective/style_places.h"

#include "engine/model/model.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rot90.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace style_transfer {
namespace {

using test::candidates_of;
using test::matching_settings;
using test::whole_vectors;

class TinyStylePlaces : public testing::Test {
  protected:
    StylePlaces places(bool turned, const at::Tensor& mask = {}) const {
        const FeatureSource source(network_, {style_, mask}, {}, "style");
        return style_places({&source}, layers_, turned, {});
    }

    const Network network_{test::tiny_model(), at::kDouble};
    const std::vector<PlaceLayer> layers_ = place_layers(matching_settings(), network_.chain(), 5);
    const at::Tensor style_ = test::tiny_picture("style", at::kDouble); // 10×8 places
};

TEST_F(TinyStylePlaces, HaveTheSharesOfTheirLayers) {
    const StylePlaces style = places(true);
    const at::Tensor whole = candidates_of(style, layers_);
    EXPECT_EQ(whole.size(0), 4 * 80);
    for (const PlaceLayer& layer : layers_)
        EXPECT_NEAR(
            style.parts.at(layer.name).vectors.square().sum(1).mean().item<double>(), layer.share,
            1e-12);
    EXPECT_TRUE(style.squares.allclose(whole.square().sum(1), 1e-12));
    EXPECT_NEAR(style.squares.mean().item<double>(), 1, 1e-12);
}

TEST_F(TinyStylePlaces, AreThoseOfTheTurnedPictures) {
    const StylePlaces style = places(true);
    const at::Tensor all = candidates_of(style, layers_);
    for (int quarters = 0; quarters < 4; ++quarters) {
        const at::Tensor turned = at::rot90(style_, quarters, {1, 2}).contiguous();
        EXPECT_TRUE(all.narrow(0, 80 * quarters, 80)
                        .allclose(whole_vectors(network_, turned, layers_, style), 1e-12));
    }
    const StylePlaces upright = places(false);
    EXPECT_EQ(candidates_of(upright, layers_).size(0), 80);
    EXPECT_TRUE(candidates_of(upright, layers_)
                    .allclose(whole_vectors(network_, style_, layers_, upright), 1e-12));
}

TEST_F(TinyStylePlaces, AreVisibleByHalfAtLeast) {
    // Of 10 columns of places the first three are hidden, and 7 of 16 pixels of the fourth.
    at::Tensor mask = at::zeros({33, 41}, at::kDouble);
    mask.narrow(1, 14, 27).fill_(1);
    mask.narrow(0, 4, 1).narrow(1, 15, 1).fill_(0);
    const StylePlaces style = places(false, mask);
    const at::Tensor whole =
        whole_vectors(network_, style_, layers_, style).view({8, 10, -1}).narrow(1, 3, 7);
    // The one with a hole of one pixel more is hidden by more than half.
    const at::Tensor expected =
        at::cat({whole[0], whole[1].narrow(0, 1, 6), whole.narrow(0, 2, 6).reshape({42, -1})});
    ASSERT_EQ(candidates_of(style, layers_).size(0), 55);
    EXPECT_TRUE(candidates_of(style, layers_).allclose(expected, 1e-12));
    // Where no place is, the most visible one.
    mask.zero_();
    mask.narrow(0, 20, 2).narrow(1, 20, 2).fill_(1); // of place (5, 5)
    mask.narrow(0, 8, 1).narrow(1, 8, 3).fill_(1);
    const StylePlaces one = places(false, mask);
    const at::Tensor only = whole_vectors(network_, style_, layers_, one).narrow(0, 55, 1);
    EXPECT_TRUE(candidates_of(one, layers_).allclose(only, 1e-12));
}

TEST_F(TinyStylePlaces, KnowTheirNeighbours) {
    const Neighbours all = places(true).neighbours; // 10×8 places, 8×10, 10×8, 8×10
    const auto expect = [](const at::Tensor& found, int candidate, int expected) {
        EXPECT_EQ(found[candidate].item<int>(), expected) << candidate;
    };
    expect(all.right, 0, 1);
    expect(all.right, 9, -1);
    expect(all.below, 0, 10);
    expect(all.below, 70, -1);
    expect(all.right, 80 + 7, -1);
    expect(all.right, 80 + 8, 80 + 9);
    expect(all.below, 80, 80 + 8);
    expect(all.below, 319, -1);
    // Without the first three columns.
    at::Tensor mask = at::zeros({33, 41}, at::kDouble);
    mask.narrow(1, 12, 29).fill_(1);
    const Neighbours visible = places(false, mask).neighbours;
    expect(visible.right, 0, 1);
    expect(visible.right, 6, -1);
    expect(visible.below, 0, 7);
    expect(visible.below, 55, -1);
}

// Where grain is what is left to match, each position of a place is there, in the place's order.
TEST_F(TinyStylePlaces, HoldTheirPositions) {
    const auto layers = place_layers(matching_settings(), network_.chain(), 2);
    const FeatureSource source(network_, {style_, {}}, {}, "style");
    const StylePlaces found = style_places({&source}, layers, true, {});
    double whole = 0;
    for (const PlaceLayer& layer : layers) {
        const StylePlaces::Part& part = found.parts.at(layer.name);
        const int side = place_side / layer.stride;
        ASSERT_EQ(part.positions, side * side);
        const at::Tensor features = network_.features(style_, {layer.name}, {}).at(layer.name);
        for (const std::int64_t candidate : {0, 7, 31, 79})
            for (int position = 0; position < part.positions; ++position) {
                const auto y = candidate / 10 * side + position / side;
                const auto x = candidate % 10 * side + position % side;
                EXPECT_TRUE(part.compared[candidate * part.positions + position].allclose(
                    features.select(1, y).select(1, x) * part.scale, 1e-12));
            }
        EXPECT_TRUE(part.vectors.allclose(
            part.compared.view({-1, part.positions, features.size(0)}).mean(1), 1e-12));
        whole += part.compared.square().sum().item<double>() / part.positions;
    }
    EXPECT_NEAR(whole, double(4 * 80), 1e-9);
    EXPECT_NEAR(found.squares.mean().item<double>(), 1, 1e-12);
}

TEST_F(TinyStylePlaces, AreProjectedFromTheirMean) {
    const StylePlaces style = places(true);
    const at::Tensor all = candidates_of(style, layers_);
    const at::Tensor centred = all - all.mean(0);
    EXPECT_TRUE(style.distances.allclose(centred.norm(2, {1}), 1e-10));
    std::vector<at::Tensor> directions, means;
    for (const PlaceLayer& layer : layers_) {
        directions.push_back(style.parts.at(layer.name).directions);
        means.push_back(style.parts.at(layer.name).means[0]);
    }
    EXPECT_TRUE(at::cat(means).allclose(all.mean(0), 1e-10, 1e-12));
    EXPECT_TRUE(style.projected.allclose(
        at::mm(centred / centred.norm(2, {1}, true), at::cat(directions)), 1e-8, 1e-10));
}

} // namespace
} // namespace style_transfer
