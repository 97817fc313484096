// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/schedule.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

TEST(Schedule, GrowsToFullSizeAndSpendsAllEvaluations) {
    for (const Size base : {Size{512, 512}, Size{1024, 683}, Size{6000, 4000}, Size{333, 251}})
        for (const int evaluations : {12, 60, 500}) {
            const auto stages = pyramid(base, {700, 556}, evaluations);
            ASSERT_GT(stages.size(), 1u);
            int sum = 0;
            for (std::size_t i = 0; i < stages.size(); ++i) {
                EXPECT_GT(stages[i].evaluations, 0);
                sum += stages[i].evaluations;
                if (i > 0) {
                    EXPECT_NEAR(
                        stages[i].base.longer_side(), 2 * stages[i - 1].base.longer_side(), 2);
                }
            }
            EXPECT_EQ(sum, evaluations);
            EXPECT_EQ(stages.back().base, base);
            EXPECT_EQ(stages.back().style, (Size{700, 556}));
            // The style shrinks along.
            EXPECT_NEAR(
                double(stages.front().style.width) / stages.front().base.width, 700.0 / base.width,
                0.02 * 700 / base.width);
        }
}

TEST(Schedule, IsSingleWhereThereIsNothingToShareOut) {
    EXPECT_EQ(pyramid({64, 48}, {64, 64}, 500).size(), 1u);
    EXPECT_EQ(pyramid({512, 512}, {512, 512}, 1).size(), 1u);
    EXPECT_EQ(pyramid({512, 512}, {512, 512}, 1).front().evaluations, 1);
}

TEST(Schedule, ShrinkingTakesMeans) {
    const at::Tensor picture = at::arange(48, at::kFloat).view({3, 4, 4});
    const at::Tensor small = shrunk(picture, {2, 2});
    EXPECT_EQ(small.sizes(), (at::IntArrayRef{3, 2, 2}));
    EXPECT_FLOAT_EQ(small[0][0][0].item<float>(), (0 + 1 + 4 + 5) / 4.0F);
    EXPECT_FLOAT_EQ(small[2][1][1].item<float>(), 32 + (10 + 11 + 14 + 15) / 4.0F);
    EXPECT_FALSE(shrunk({}, {2, 2}).defined());
}

TEST(Schedule, GrowingKeepsTheBasesOwnDetail) {
    const at::Tensor base = at::rand({3, 33, 40}) * 255;
    const at::Tensor small = shrunk(base, {20, 17});
    // Nothing done, nothing changed; brighter by 10 there, brighter by 10 here.
    EXPECT_LT((grown(small, small, base) - base).abs().max().item<float>(), 1e-4F);
    EXPECT_LT((grown(small + 10, small, base) - base - 10).abs().max().item<float>(), 1e-3F);
}

} // namespace
} // namespace style_transfer
