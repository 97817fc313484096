// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/loss_curve.h"

#include "ui/state/process_memory.h"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

namespace style_transfer {
namespace {

LossSample sample(double fraction, double content, double style, double variation) {
    return {fraction, {{{"content", content}, {"style", style}, {"variation", variation}}}};
}

TEST(LossCurve, TakesTheTermsOfTheProgress) {
    Progress progress;
    progress.fraction = 0.25;
    progress.losses.terms.push_back({"content", 3});
    for (int i = 0; i < 5; ++i)
        progress.losses.terms.push_back(
            {"style/block" + std::to_string(i + 1) + "_conv1", i + 1.0});
    progress.losses.terms.push_back({"variation", 5});
    progress.losses.terms.push_back({"another", 7});
    const LossSample taken = loss_sample(progress);
    EXPECT_EQ(taken.fraction, 0.25);
    EXPECT_EQ(
        taken.losses, (Losses{{{"content", 3}, {"style", 15}, {"variation", 5}, {"another", 7}}}));
}

TEST(LossCurve, IsLogarithmicFromTheTopDown) {
    const LossCurves curves = loss_curves({sample(0, 1000, 100, 10), sample(1, 100, 10, 1)});
    EXPECT_EQ(curves.highest, 3);
    EXPECT_EQ(curves.lowest, 0);
    ASSERT_EQ(curves.curves[0].points.size(), 2u);
    EXPECT_EQ(curves.curves[0].points[0].x, 0);
    EXPECT_DOUBLE_EQ(curves.curves[0].points[0].y, 0);
    EXPECT_EQ(curves.curves[0].points[1].x, 1);
    EXPECT_DOUBLE_EQ(curves.curves[0].points[1].y, 1.0 / 3);
    EXPECT_DOUBLE_EQ(curves.curves[1].points[1].y, 2.0 / 3);
    EXPECT_DOUBLE_EQ(curves.curves[2].points[0].y, 2.0 / 3);
    EXPECT_DOUBLE_EQ(curves.curves[2].points[1].y, 1);
}

TEST(LossCurve, TheDecadesHoldEveryLoss) {
    const LossCurves curves = loss_curves({sample(0, 0.03, 7000, 20)});
    EXPECT_EQ(curves.highest, 4);
    EXPECT_EQ(curves.lowest, -2);
    EXPECT_NEAR(curves.curves[1].points[0].y, 0.0258, 1e-4) << "(4 − 3.8451) / 6";
}

TEST(LossCurve, ALossWithoutALogarithmHasNoPoint) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const LossCurves curves =
        loss_curves({sample(0, 0, 100, -1), sample(0.5, 10, infinity, 0), sample(1, 20, 50, 0)});
    EXPECT_EQ(curves.curves[0].points.size(), 2u) << "the content of the start is 0";
    EXPECT_EQ(curves.curves[0].points[0].x, 0.5);
    EXPECT_EQ(curves.curves[1].points.size(), 2u);
    EXPECT_TRUE(curves.curves[2].points.empty());
}

// Where grain alone is matched, content has no part.
TEST(LossCurve, ATermThatEndsOrComesLaterIsACurveOfItsOwn) {
    const LossCurves curves = loss_curves(
        {sample(0, 1000, 100, 10), {1, {{{"style", 10}, {"variation", 1}, {"another", 1000}}}}});
    ASSERT_EQ(curves.curves.size(), 4u);
    EXPECT_EQ(curves.curves[0].term, "content");
    EXPECT_EQ(curves.curves[0].points.size(), 1u);
    EXPECT_DOUBLE_EQ(curves.curves[1].points.at(1).y, 2.0 / 3);
    EXPECT_DOUBLE_EQ(curves.curves[2].points.at(1).y, 1);
    EXPECT_EQ(curves.curves[3].term, "another");
    EXPECT_EQ(curves.curves[3].points.at(0).x, 1);
}

TEST(LossCurve, SixDecadesAtMost) {
    const LossCurves curves = loss_curves({sample(0, 1e8, 1e-20, 1e5)});
    EXPECT_EQ(curves.highest, 8);
    EXPECT_EQ(curves.lowest, 2);
    EXPECT_EQ(curves.curves[1].points[0].y, 1) << "on the lowest line";
    EXPECT_DOUBLE_EQ(curves.curves[2].points[0].y, 0.5);
}

TEST(LossCurve, OneDecadeAtLeast) {
    const LossCurves curves = loss_curves({sample(0, 100, 100, 100)});
    EXPECT_EQ(curves.highest, 3);
    EXPECT_EQ(curves.lowest, 2);
}

TEST(LossCurve, WithoutSamplesThereIsNothing) {
    for (const auto& samples : {std::vector<LossSample>{}, {sample(0, 0, 0, 0)}}) {
        const LossCurves curves = loss_curves(samples);
        EXPECT_EQ(curves.highest, curves.lowest);
        for (const LossCurve& curve : curves.curves)
            EXPECT_TRUE(curve.points.empty());
    }
}

TEST(LossHistory, KeepsWhatACurveCanShow) {
    LossHistory history;
    constexpr int count = 100000;
    for (int i = 0; i <= count; ++i)
        history.add(sample(double(i) / count, i + 1, 1, 1));
    EXPECT_LE(history.samples().size(), LossHistory::resolution + 2u);
    EXPECT_GE(history.samples().size(), LossHistory::resolution / 2u);
    EXPECT_EQ(history.samples().front().losses.of("content"), 1) << "the start stays";
    EXPECT_EQ(history.samples().back().losses.of("content"), count + 1) << "the newest is there";
}

TEST(LossHistory, KeepsAllOfAShortRun) {
    LossHistory history;
    for (int i = 0; i <= 10; ++i)
        history.add(sample(i / 10.0, i, 1, 1));
    EXPECT_EQ(history.samples().size(), 11u);
}

TEST(ProcessMemory, IsWhatTheSystemCounts) {
    // Whole size, resident part, …, in pages.
    std::istringstream statm("50000 25600 3000 1 0 9000 0\n");
    EXPECT_EQ(resident_memory(statm, 4096), 100);
    std::istringstream nothing("");
    EXPECT_EQ(resident_memory(nothing, 4096), 0);
}

} // namespace
} // namespace style_transfer
