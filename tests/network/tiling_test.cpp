// SPDX-License-Identifier: GPL-3.0-or-later
// Loss and gradient do not depend on how the work is cut up.
#include "engine/base/error.h"
#include "engine/network/feature_maps.h"
#include "engine/objective/gram_term.h"
#include "engine/objective/objective.h"
#include "tests/support/golden.h"

#include <ATen/Context.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

namespace style_transfer {
namespace {

TEST(Tiles, CoverTheMapOnceAndKeepTheirMargins) {
    for (const std::int64_t height : {1, 15, 16, 17, 33, 97, 160})
        for (const std::int64_t side : {0, 1, 16, 40, 200}) {
            SCOPED_TRACE(std::to_string(height) + " in " + std::to_string(side));
            const std::int64_t width = 131;
            at::Tensor covered = at::zeros({height, width}, at::kInt);
            for (const Tile& tile : make_tiles(height, width, side, 20, 16)) {
                part_of(covered, tile.inner).add_(1);
                EXPECT_EQ(tile.inner.top % 16, 0);
                EXPECT_EQ(tile.crop.left % 16, 0);
                // 20 rounded up to 32, or the picture's own border.
                EXPECT_EQ(tile.crop.top, std::max<std::int64_t>(0, tile.inner.top - 32));
                EXPECT_EQ(tile.crop.bottom(), std::min(height, tile.inner.bottom() + 32));
                EXPECT_EQ(tile.crop.right(), std::min(width, tile.inner.right() + 32));
            }
            EXPECT_TRUE(covered.equal(at::ones({height, width}, at::kInt)));
        }
}

TEST(Tiles, PositionsOfPooledMapsBelongToOneTile) {
    for (const std::int64_t length : {16, 17, 31, 47, 48}) {
        at::Tensor covered = at::zeros({1, length / 8}, at::kInt);
        for (const Tile& tile : make_tiles(8, length, 16, 8, 8))
            if (const Region place = tile.inner.divided_by(8); !place.empty())
                part_of(covered, place).add_(1);
        EXPECT_TRUE(covered.equal(at::ones({1, length / 8}, at::kInt))) << length;
    }
}

struct Cut {
    const char* name;
    TilePlan plan; // of the tiny network's 18 layers, pools at 2, 5, 10, 15
};
void PrintTo(const Cut& cut, std::ostream* out) {
    *out << cut.name;
}

struct Work {
    int height, width;
    bool masked, mapped;
};

class Tiling : public testing::TestWithParam<Cut> {
  protected:
    // Of all terms and of the gradient, relative; the gradient against its root mean square.
    static void expect_untiled(const Work& work, at::ScalarType type, double tolerance) {
        SCOPED_TRACE(std::to_string(work.height) + "×" + std::to_string(work.width));
        at::manual_seed(7);
        const auto random = [&](int height, int width) {
            return at::rand({3, height, width}, type) * 255;
        };
        Objective::Target base{random(work.height, work.width), {}};
        Objective::Target style{random(70, 49), {}};
        if (work.masked) {
            base.mask = at::rand({work.height, work.width}, type);
            style.mask = at::rand({70, 49}, type);
        }
        const Model model = work.mapped ? test::mapped_tiny_model() : test::tiny_model();
        const at::Tensor picture = random(work.height, work.width);
        const Objective whole(model, published_settings(), base, style, {});
        const Objective tiled(
            model, published_settings(), base, style, {}, {GetParam().plan, GetParam().plan});
        at::Tensor expected_gradient, gradient;
        const Losses expected = whole.evaluate(picture, expected_gradient, {});
        const Losses found = tiled.evaluate(picture, gradient, {});
        test::expect_close(found.of("content"), expected.of("content"), tolerance, "content");
        for (std::size_t i = 0; i < 5; ++i)
            test::expect_close(
                found.of("style/" + style_layer_names[i]),
                expected.of("style/" + style_layer_names[i]), tolerance, style_layer_names[i]);
        test::expect_close(found.of("variation"), expected.of("variation"), tolerance, "variation");
        const double scale = expected_gradient.square().mean().sqrt().item<double>();
        EXPECT_LE((gradient - expected_gradient).abs().max().item<double>(), tolerance * scale);
    }
};

TEST_P(Tiling, ChangesNothing) {
    for (const Work& work : {
             Work{97, 131, false, false}, // prime sides
             Work{64, 65, false, false},  // a remainder of one pixel
             Work{33, 49, false, false},
             Work{16, 17, false, false}, // smaller than a tile
             Work{200, 16, false, false},
             Work{81, 67, true, false},
             Work{70, 83, false, true},
             Work{95, 66, true, true},
         })
        expect_untiled(work, at::kDouble, 1e-9);
}

TEST_P(Tiling, ChangesNothingInSinglePrecision) {
    expect_untiled({97, 131, false, false}, at::kFloat, 1e-4);
    expect_untiled({65, 64, true, true}, at::kFloat, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(
    Cuts, Tiling,
    testing::Values(
        Cut{"OneSegment", {{0, 18, 16, 16}}}, Cut{"LargerTiles", {{0, 18, 48, 32}}},
        Cut{"OnlyTheWayBack", {{0, 18, 0, 16}}}, Cut{"OnlyTheWayThere", {{0, 18, 16, 0}}},
        Cut{"TwoSegments", {{0, 11, 16, 8}, {11, 18, 8, 4}}},
        Cut{"LastSegmentWhole", {{0, 6, 8, 12}, {6, 18, 0, 0}}},
        Cut{"FirstSegmentWhole", {{0, 6, 0, 0}, {6, 18, 8, 4}}},
        Cut{"ASegmentPerBlock",
            {{0, 3, 8, 8}, {3, 6, 4, 8}, {6, 11, 4, 4}, {11, 16, 4, 2}, {16, 18, 2, 1}}}),
    [](const auto& one) { return std::string(one.param.name); });

// The network is used with fewer layers too, and a content layer that is one of style.
TEST(TilingOfParts, ChangesNothing) {
    at::manual_seed(3);
    const at::Tensor base = at::rand({3, 61, 90}, at::kDouble) * 255;
    const at::Tensor style = at::rand({3, 40, 50}, at::kDouble) * 255;
    const at::Tensor picture = at::rand({3, 61, 90}, at::kDouble) * 255;
    Settings settings = published_settings();
    settings.style_layers = {0, 1, 0, 0.5, 0};
    settings.content_layer = "block4_conv1";
    const Objective whole(test::tiny_model(), settings, base, style, {});
    const TilePlan plan{{0, 6, 16, 16}, {6, 12, 8, 4}};
    const Objective tiled(test::tiny_model(), settings, {base, {}}, {style, {}}, {}, {plan, plan});
    at::Tensor expected, gradient;
    const double loss = whole.evaluate(picture, expected, {}).total();
    test::expect_close(tiled.evaluate(picture, gradient, {}).total(), loss, 1e-10, "total");
    EXPECT_TRUE(gradient.allclose(expected, 1e-8, 1e-8 * expected.abs().max().item<double>()));
}

TEST(TilingCancel, EndsWithinATile) {
    const Objective tiled(
        test::tiny_model(), published_settings(), {at::rand({3, 64, 64}), {}},
        {at::rand({3, 64, 64}), {}}, {}, {{{0, 18, 16, 16}}, {}});
    CancellationToken token;
    token.cancel();
    at::Tensor gradient;
    EXPECT_THROW(tiled.evaluate(at::rand({3, 64, 64}), gradient, token), Error);
}

class FeatureMaps : public testing::TestWithParam<at::ScalarType> {
  protected:
    static at::Tensor maps(std::int64_t height, std::int64_t width) {
        at::manual_seed(11);
        return at::randn({1, 5, height, width}).to(GetParam()).contiguous(feature_format);
    }
};

TEST_P(FeatureMaps, ProcessorAndPortableAgree) {
    for (const auto& [height, width] : {std::pair{2, 2}, {3, 2}, {7, 9}, {40, 33}}) {
        SCOPED_TRACE(std::to_string(height) + "×" + std::to_string(width));
        for (const bool of_relu : {false, true}) {
            const Pooled fast =
                of_relu ? max_pool_of_relu(maps(height, width)) : max_pool(maps(height, width));
            const Pooled slow = portable::max_pool(maps(height, width), of_relu);
            EXPECT_TRUE(fast.maxima.equal(slow.maxima));
            EXPECT_TRUE(fast.origins.equal(slow.origins));
            const at::Tensor gradient = maps(height / 2, width / 2) + 3;
            EXPECT_TRUE(pool_gradient(gradient, fast.origins, height, width)
                            .equal(portable::pool_gradient(gradient, slow.origins, height, width)));
        }
        const at::Tensor activation = maps(height, width).relu();
        for (const at::Tensor& own : {at::Tensor(), maps(height, width) * 2})
            for (const at::Tensor& mask : {activation, activation.gt(0)}) {
                at::Tensor fast = maps(height, width) + 1, slow = fast.clone();
                relu_gradient_(fast, own, mask);
                portable::relu_gradient_(slow, own, mask);
                EXPECT_TRUE(fast.equal(slow));
            }
    }
}

TEST_P(FeatureMaps, WhatIsNoNumberComesThrough) {
    at::Tensor broken = maps(4, 4);
    broken[0][2][1][3] = NAN;
    EXPECT_TRUE(max_pool_of_relu(broken).maxima.isnan().any().item<bool>());
}

INSTANTIATE_TEST_SUITE_P(
    Types, FeatureMaps, testing::Values(at::kFloat, at::kDouble, at::kBFloat16),
    [](const auto& one) { return std::string(at::toString(one.param)); });

} // namespace
} // namespace style_transfer
