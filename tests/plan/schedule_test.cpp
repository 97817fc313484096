// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/schedule.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>

#include <gtest/gtest.h>

#include <string>

namespace style_transfer {
namespace {

TEST(Schedule, GrowsToFullSizeAndSpendsAllEvaluations) {
    for (const Size base : {Size{512, 512}, Size{1024, 683}, Size{6000, 4000}, Size{333, 251}})
        for (const int evaluations : {12, 60, 500}) {
            const auto stages = pyramid(base, {{700, 556}}, evaluations);
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
            EXPECT_EQ(stages.back().styles, (std::vector<Size>{{700, 556}}));
            // The style shrinks along.
            EXPECT_NEAR(
                double(stages.front().styles.front().width) / stages.front().base.width,
                700.0 / base.width, 0.02 * 700 / base.width);
        }
}

TEST(Schedule, IsSingleWhereThereIsNothingToShareOut) {
    EXPECT_EQ(pyramid({64, 48}, {{64, 64}}, 500).size(), 1u);
    EXPECT_EQ(pyramid({512, 512}, {{512, 512}}, 1).size(), 1u);
    EXPECT_EQ(pyramid({512, 512}, {{512, 512}}, 1).front().evaluations, 1);
}

void expect_stages(Size base, Size style, int evaluations) {
    SCOPED_TRACE(
        std::to_string(base.width) + "×" + std::to_string(base.height) + ", " +
        std::to_string(evaluations) + " evaluations");
    const auto stages = matching_stages(base, {style}, evaluations);
    ASSERT_FALSE(stages.empty());
    EXPECT_EQ(stages.back().base, base);
    EXPECT_EQ(stages.back().styles.front(), style);
    int sum = 0;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        EXPECT_GE(stages[i].evaluations, 1);
        sum += stages[i].evaluations;
        EXPECT_GE(stages[i].base.shorter_side(), 1);
        EXPECT_GE(stages[i].styles.front().shorter_side(), 1);
        if (i == 0)
            continue;
        EXPECT_NEAR(stages[i].base.longer_side(), 2 * stages[i - 1].base.longer_side(), 1.01);
        EXPECT_GE(stages[i - 1].base.longer_side(), 48);
        EXPECT_GE(stages[i - 1].base.shorter_side(), 16);
        EXPECT_GE(stages[i - 1].styles.front().shorter_side(), 16);
        // Of the same shape.
        EXPECT_NEAR(
            double(stages[i - 1].base.width) / base.width,
            double(stages[i - 1].base.height) / base.height, 0.5 / base.shorter_side() + 0.01);
    }
    EXPECT_EQ(sum, evaluations);
}

TEST(MatchingStages, DoubleAndSpendAllEvaluations) {
    for (const Size base :
         {Size{512, 512}, Size{1024, 683}, Size{6000, 4000}, Size{333, 251}, Size{97, 1001},
          Size{2000, 30}, Size{31, 31}, Size{48, 16}, Size{8, 8}, Size{640, 1}})
        for (const Size style : {Size{700, 556}, Size{64, 48}, Size{16, 16}, Size{500, 9}})
            for (const int evaluations : {1, 2, 3, 5, 8, 25, 45, 110, 500, 10000})
                expect_stages(base, style, evaluations);
}

TEST(MatchingStages, BeginWherePlacesCanBeMatched) {
    // 1024, 512, 256, 128, 64; at 32 pixels there is too little to match.
    EXPECT_EQ(matching_stages({1024, 1024}, {{1024, 1024}}, 100).size(), 5U);
    EXPECT_EQ(matching_stages({1024, 1024}, {{1024, 1024}}, 100).front().base, (Size{64, 64}));
    // The first that is not large enough ends it, whichever picture and side.
    EXPECT_EQ(matching_stages({1024, 64}, {{1024, 1024}}, 100).size(), 3U);
    EXPECT_EQ(matching_stages({1024, 1024}, {{1024, 40}}, 100).size(), 2U);
    EXPECT_EQ(matching_stages({95, 95}, {{95, 95}}, 100).size(), 2U);
    EXPECT_EQ(matching_stages({94, 94}, {{94, 94}}, 100).size(), 1U);
    // A style without more pixels stays as it is.
    EXPECT_EQ(matching_stages({512, 512}, {{20, 20}}, 100).size(), 4U);
}

TEST(MatchingStages, HaveOneEvaluationEachWhereThereAreFew) {
    EXPECT_EQ(matching_stages({1024, 1024}, {{1024, 1024}}, 1).size(), 1U);
    const auto two = matching_stages({1024, 1024}, {{1024, 1024}}, 2);
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two.front().evaluations, 1);
    EXPECT_EQ(two.front().base, (Size{512, 512}));
    const auto five = matching_stages({1024, 1024}, {{1024, 1024}}, 5);
    EXPECT_EQ(five.size(), 5U);
    for (const Stage& stage : five)
        EXPECT_EQ(stage.evaluations, 1);
}

TEST(MatchingStages, CoarseOnesGetMostEvaluations) {
    const auto stages = matching_stages({1024, 1024}, {{1024, 1024}}, 100);
    for (std::size_t i = 1; i < stages.size(); ++i)
        EXPECT_LE(stages[i].evaluations, stages[i - 1].evaluations + 2) << i; // rounded
    EXPECT_LT(stages.back().evaluations, 20);
    EXPECT_GE(stages.back().evaluations, 5);
}

TEST(StagesFor, AreThoseOfMethodAndSchedule) {
    Settings settings = published_settings();
    settings.iterations = 3;
    settings.evaluations = 20;
    const Size size{512, 400};
    const auto count = [&] { return stages_for(settings, size, {size}).size(); };
    settings.schedule = Schedule::pyramid;
    EXPECT_EQ(count(), pyramid(size, {size}, 60).size());
    settings.method = Method::matching;
    EXPECT_EQ(count(), matching_stages(size, {size}, 60).size());
    EXPECT_GT(count(), 3U);
    settings.iterations = 0; // the start is evaluated
    ASSERT_EQ(count(), 1U);
    EXPECT_EQ(stages_for(settings, size, {size}).front().evaluations, 1);
    settings.iterations = 3;
    settings.schedule = Schedule::single;
    ASSERT_EQ(count(), 1U);
    EXPECT_EQ(stages_for(settings, size, {size}).front().evaluations, 60);
}

// Sizes with grain alone take no part where grain has no weight.
TEST(MatchingStages, MatchSomethingAtEverySize) {
    Settings settings;
    settings.iterations = 5;
    const Size size{512, 400}, small_style{200, 160};
    EXPECT_EQ(stages_for(settings, size, {small_style}).back().deepest_block, 2);
    settings.style_layers = {0, 0, 1, 1, 0};
    for (const Stage& stage : stages_for(settings, size, {small_style}))
        EXPECT_EQ(stage.deepest_block, deepest_matched_block);
}

} // namespace
} // namespace style_transfer
