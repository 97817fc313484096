// SPDX-License-Identifier: GPL-3.0-or-later
// Painting by matching does not depend on how the work is cut up.
#include "engine/objective/objective.h"
#include "tests/objective/matching_support.h"
#include "tests/support/golden.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <ostream>
#include <string>

namespace style_transfer {
namespace {

using test::matching_settings;
using test::scattered;
using test::smooth_picture;

struct Cut {
    const char* name;
    TilePlan plan; // of the tiny network's first 15 layers, pools at 2, 5, 10
};
void PrintTo(const Cut& cut, std::ostream* out) {
    *out << cut.name;
}

// While it lives.
class OneThread {
  public:
    OneThread() { at::set_num_threads(1); }
    ~OneThread() { at::set_num_threads(before_); }

  private:
    int before_ = at::get_num_threads();
};

struct Work {
    int height, width;
    bool masked = false, painted = false;
};

class MatchingTiling : public testing::TestWithParam<Cut> {
  protected:
    static void expect_untiled(const Work& work, at::ScalarType type, double tolerance) {
        SCOPED_TRACE(std::to_string(work.width) + "×" + std::to_string(work.height));
        const OneThread one_thread; // several would wait for each other more than work
        const auto mask = [&](int width, int height, int seed) {
            return scattered({height, width}, seed, type).mul(2).clamp(0, 1);
        };
        Objective::Target base{smooth_picture(work.width, work.height, 1, type), {}};
        Objective::Target style{smooth_picture(27, 34, 2, type), {}};
        if (work.masked) {
            base.mask = mask(work.width, work.height, 3);
            style.mask = mask(27, 34, 4);
        }
        const at::Tensor picture = smooth_picture(work.width, work.height, 5, type);
        const auto evaluate = [&](const TilePlan& plan, at::Tensor& gradient) {
            Vantage vantage{plan, plan};
            if (work.painted)
                vantage.painted = picture;
            const Objective objective(
                test::tiny_model(), matching_settings(), base, style, CancellationToken{}, vantage);
            const Losses losses = objective.evaluate(picture, gradient, {});
            if (!work.masked)
                return losses;
            // The tiles do not add up in another order the second time.
            at::Tensor again;
            EXPECT_EQ(objective.evaluate(picture, again, {}).total(), losses.total());
            EXPECT_TRUE(again.equal(gradient));
            return losses;
        };
        at::Tensor expected_gradient, gradient;
        const Losses expected = evaluate({}, expected_gradient);
        const Losses found = evaluate(GetParam().plan, gradient);
        for (const char* term : {"matching", "content", "variation"}) {
            EXPECT_GT(expected.of(term), 0);
            test::expect_close(found.of(term), expected.of(term), tolerance, term);
        }
        const double size = expected_gradient.square().mean().sqrt().item<double>();
        EXPECT_LE((gradient - expected_gradient).abs().max().item<double>(), tolerance * size);
    }
};

TEST_P(MatchingTiling, ChangesNothing) {
    expect_untiled({29, 43, true, true}, at::kDouble, 1e-9);
}

TEST_P(MatchingTiling, ChangesNothingInSinglePrecision) {
    for (const Work& work : {
             Work{53, 41},              // prime sides
             Work{32, 51},              // a remainder of almost a place
             Work{15, 22},              // smaller than a tile
             Work{65, 8},               // a single column of the deepest maps
             Work{41, 66, true, true},  // a remainder of one pixel
             Work{9, 270, false, true}, // too long for a turned style
         })
        expect_untiled(work, at::kFloat, 1e-4);
}

// Corners on whole places and whole positions of the deepest layer, 8 pixels apart.
INSTANTIATE_TEST_SUITE_P(
    Cuts, MatchingTiling,
    testing::Values(
        Cut{"OneSegment", {{0, 15, 16, 16, 8}}}, Cut{"LargerTiles", {{0, 15, 48, 32, 8}}},
        Cut{"OnlyTheWayBack", {{0, 15, 0, 16, 8}}}, Cut{"OnlyTheWayThere", {{0, 15, 16, 0, 8}}},
        Cut{"CoarserCorners", {{0, 15, 16, 24, 32}}},
        Cut{"TwoSegments", {{0, 6, 16, 24, 8}, {6, 15, 4, 8, 2}}},
        Cut{"FirstSegmentWhole", {{0, 3, 0, 0, 8}, {3, 15, 8, 4, 4}}},
        Cut{"LastSegmentWhole", {{0, 6, 8, 16, 8}, {6, 15, 0, 0, 2}}},
        Cut{"ASegmentPerBlock",
            {{0, 3, 8, 16, 8}, {3, 6, 8, 4, 4}, {6, 11, 4, 6, 2}, {11, 15, 1, 2, 1}}}),
    [](const auto& one) { return std::string(one.param.name); });

// The first layers alone look at squares of several positions, of which one that is wrong makes all
// wrong, and their own stride would not keep places together: what is asked for does.
TEST(MatchingTilingOfBlocks, ChangesNothing) {
    struct Part {
        std::array<double, 5> weights;
        TilePlan plan;
        int deepest_block = 5; // less: positions are compared one by one
    };
    for (const Part& part : {
             Part{{1, 0, 0, 0, 0}, {{0, 2, 6, 10, 4}}},
             Part{{0, 1, 0, 0, 0}, {{0, 5, 16, 12, 4}}},
             Part{{1, 1, 0, 0, 0}, {{0, 5, 8, 20, 4}}},
             Part{{1, 1, 0, 0, 0}, {{0, 3, 8, 16, 4}, {3, 5, 4, 8, 2}}},
             Part{{1, 2, 1, 0, 0}, {{0, 3, 0, 12, 4}, {3, 6, 8, 8, 2}, {6, 10, 4, 4, 1}}},
             Part{{1, 1, 1, 1, 1}, {{0, 5, 16, 12, 4}}, 2},
             Part{{1, 1, 1, 1, 1}, {{0, 3, 8, 16, 4}, {3, 5, 4, 8, 2}}, 2},
             Part{{1, 2, 1, 1, 1}, {{0, 3, 0, 12, 4}, {3, 6, 8, 8, 2}, {6, 10, 4, 4, 1}}, 3},
         }) {
        SCOPED_TRACE(std::to_string(part.plan.back().last) + " layers");
        Settings settings = matching_settings();
        settings.style_layers = part.weights;
        settings.content_weight = 0;
        const Objective::Target base{smooth_picture(45, 38, 1, at::kDouble), {}};
        const Objective::Target style{smooth_picture(49, 70, 2, at::kDouble), {}};
        const at::Tensor picture = smooth_picture(45, 38, 5, at::kDouble);
        const auto objective = [&](const TilePlan& plan) {
            Vantage vantage{plan, plan};
            vantage.deepest_block = part.deepest_block;
            return std::make_unique<Objective>(
                test::tiny_model(), settings, base, style, CancellationToken{}, vantage);
        };
        const auto whole = objective({}), tiled = objective(part.plan);
        at::Tensor expected, gradient;
        const double loss = whole->evaluate(picture, expected, {}).total();
        test::expect_close(tiled->evaluate(picture, gradient, {}).total(), loss, 1e-12, "total");
        const double size = expected.square().mean().sqrt().item<double>();
        EXPECT_LE((gradient - expected).abs().max().item<double>(), 1e-9 * size);
    }
}

} // namespace
} // namespace style_transfer
