// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/texts.h"

#include <gtest/gtest.h>

#include <limits>

namespace style_transfer {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Texts, DecimalsKeepTheNumber) {
    EXPECT_EQ(decimals_for(1, 2), 2);
    EXPECT_EQ(decimals_for(0.08, 3), 3);
    EXPECT_EQ(decimals_for(0.0005, 2), 4);
    EXPECT_EQ(decimals_for(1e-7, 2), 7);
    EXPECT_EQ(decimals_for(0.1 + 0.2, 2), 2) << "binary crumbs are no decimals";
    EXPECT_EQ(decimals_for(1.0 / 3, 2), 10);
    EXPECT_EQ(decimals_for(512, 0), 0);
}

TEST(Texts, TidiedDropsCrumbsOnly) {
    EXPECT_EQ(tidied(0.1 + 0.2), 0.3);
    EXPECT_EQ(tidied(1e-7), 1e-7);
    EXPECT_EQ(tidied(1e6), 1e6);
    EXPECT_EQ(tidied(-0.25), -0.25);
}

TEST(Texts, Loss) {
    EXPECT_EQ(loss_text(1234567), "1.235 × 10⁶");
    EXPECT_EQ(loss_text(9999.9), "1e+04") << "four digits round up";
    EXPECT_EQ(loss_text(9994), "9994");
    EXPECT_EQ(loss_text(12.3456), "12.35");
    EXPECT_EQ(loss_text(0), "0");
    EXPECT_EQ(loss_text(9.99999e7), "1.000 × 10⁸") << "never 10.000 × 10⁷";
    EXPECT_EQ(loss_text(2.5e-12), "2.500 × 10⁻¹²");
    EXPECT_EQ(loss_text(infinity), "–");
}

TEST(Texts, PowersOfTenAndMemory) {
    EXPECT_EQ(power_of_ten_text(6), "10⁶");
    EXPECT_EQ(power_of_ten_text(-12), "10⁻¹²");
    EXPECT_EQ(power_of_ten_text(0), "10⁰");
    EXPECT_EQ(memory_text(612), "612 MiB of memory");
    EXPECT_EQ(memory_text(0), "");
}

TEST(Texts, Change) {
    EXPECT_EQ(change_text(200, 100), "−50 %");
    EXPECT_EQ(change_text(200, 230), "+15 %");
    EXPECT_EQ(change_text(200, 200), "0 %");
    EXPECT_EQ(change_text(1000, 999.9), "0 %") << "never −0 %";
    EXPECT_EQ(change_text(1000, 2), "−99.8 %");
    EXPECT_EQ(change_text(0, 5), "");
    EXPECT_EQ(change_text(infinity, 5), "");
}

TEST(Texts, Elapsed) {
    EXPECT_EQ(elapsed_text(0), "0:00");
    EXPECT_EQ(elapsed_text(5.9), "0:05");
    EXPECT_EQ(elapsed_text(754), "12:34");
    EXPECT_EQ(elapsed_text(3723), "1:02:03");
}

TEST(Texts, EstimateInStepsThatItIsGoodFor) {
    using State = RunEstimate::State;
    EXPECT_EQ(estimate_text({State::fits, 43, 612, 0}), "Takes about 0:45 and 612 MiB of memory");
    EXPECT_EQ(estimate_text({State::fits, 0.4, 612, 0}), "Takes about 0:05 and 612 MiB of memory");
    EXPECT_EQ(estimate_text({State::fits, 127, 612, 0}), "Takes about 2:10 and 612 MiB of memory");
    EXPECT_EQ(estimate_text({State::fits, -1, 612, 0}), "612 MiB of memory");
    EXPECT_EQ(estimate_text({State::unknown, -1, 0, 0}), "");
    EXPECT_EQ(
        estimate_text({State::too_large, -1, 900, 640}),
        "Too large for the memory: needs 900 MiB; a size of 640 pixels fits");
    EXPECT_EQ(
        estimate_text({State::too_large, -1, 900, 0}), "Too large for the memory: needs 900 MiB");
}

TEST(Texts, TimeLeftInWords) {
    EXPECT_EQ(time_left_text(-1), "");
    EXPECT_EQ(time_left_text(0), "a few seconds left");
    EXPECT_EQ(time_left_text(7), "a few seconds left");
    EXPECT_EQ(time_left_text(8), "about 10 seconds left");
    EXPECT_EQ(time_left_text(17), "about 15 seconds left");
    EXPECT_EQ(time_left_text(38), "about 40 seconds left");
    EXPECT_EQ(time_left_text(57), "about 50 seconds left");
    EXPECT_EQ(time_left_text(58), "about 1 minute left");
    EXPECT_EQ(time_left_text(89), "about 1 minute left");
    EXPECT_EQ(time_left_text(120), "about 2 minutes left");
    EXPECT_EQ(time_left_text(19 * 60), "about 19 minutes left");
    EXPECT_EQ(time_left_text(33 * 60), "about 35 minutes left");
    EXPECT_EQ(time_left_text(3600), "about 1 hour left");
    EXPECT_EQ(time_left_text(83 * 60), "about 1 hour 20 minutes left");
    EXPECT_EQ(time_left_text(2 * 3600 + 600), "about 2 hours 10 minutes left");
    EXPECT_EQ(time_left_text(7 * 3600 + 1200), "about 7 hours left");
    EXPECT_EQ(time_left_text(infinity), "");
}

TEST(Texts, Mnemonics) {
    EXPECT_EQ(without_mnemonic("E_nhance the result"), "Enhance the result");
    EXPECT_EQ(without_mnemonic("block1__conv1"), "block1_conv1");
    EXPECT_EQ(without_mnemonic("odd_"), "odd");
    EXPECT_EQ(without_mnemonic("名前(_N)"), "名前");
    EXPECT_EQ(without_mnemonic("名前を付けて保存(_S)…"), "名前を付けて保存…");
    EXPECT_EQ(without_mnemonic("(_odd)"), "(odd)");
    EXPECT_EQ(without_mnemonic("(_o"), "(o");
}

PaintState running(int iteration, double loss) {
    PaintState state;
    state.phase = PaintState::Phase::running;
    state.initial_loss = 2e6;
    state.progress.emplace();
    state.progress->iteration = iteration;
    state.progress->iterations = 25;
    state.progress->evaluations = 1 + iteration * 20;
    state.progress->fraction = iteration / 25.0;
    state.progress->seconds_left = 130;
    state.progress->losses = {{{"content", loss / 4}, {"style/block1_conv1", loss * 3 / 4}}};
    return state;
}

TEST(ProgressTexts, FollowTheJob) {
    const ProgressTexts loading = progress_texts({}, Request::none, 1.5);
    EXPECT_EQ(loading.activity, "Loading the network…");
    EXPECT_EQ(loading.elapsed, "0:01 elapsed");
    EXPECT_EQ(loading.loss, "");
    EXPECT_EQ(loading.time_left, "");
    EXPECT_EQ(loading.fraction, 0);

    PaintState analysing;
    analysing.phase = PaintState::Phase::running;
    EXPECT_EQ(progress_texts(analysing, Request::none, 2).activity, "Analysing the pictures…");

    const ProgressTexts first = progress_texts(running(0, 2e6), Request::none, 3);
    EXPECT_EQ(first.activity, "Iteration 1 of 25");
    EXPECT_EQ(first.loss, "Loss 2.000 × 10⁶");

    const ProgressTexts later = progress_texts(running(10, 5e5), Request::none, 100);
    EXPECT_EQ(later.activity, "Iteration 11 of 25");
    EXPECT_EQ(later.loss, "Loss 5.000 × 10⁵ (−75 % since the start)");
    EXPECT_EQ(later.time_left, "about 2 minutes left");
    EXPECT_EQ(later.fraction, 0.4);
    EXPECT_EQ(
        progress_texts(running(10, 5e5), Request::none, 100, 90).time_left, "about 40 seconds left")
        << "the estimate is 90 seconds old";

    EXPECT_EQ(progress_texts(running(25, 1), Request::none, 9).activity, "Iteration 25 of 25");
}

TEST(ProgressTexts, SayWhatWasAskedFor) {
    const ProgressTexts stopping = progress_texts(running(3, 1e6), Request::stop, 9);
    EXPECT_EQ(stopping.activity, "Stopping: the picture as it is now will be kept…");
    EXPECT_EQ(stopping.time_left, "");
    EXPECT_EQ(progress_texts({}, Request::cancel, 9).activity, "Cancelling…");
}

TEST(ProgressTexts, WithoutIterations) {
    PaintState state = running(0, 2e6);
    state.progress->iterations = 0;
    EXPECT_EQ(progress_texts(state, Request::none, 1).activity, "Evaluating the start");
}

} // namespace
} // namespace style_transfer
