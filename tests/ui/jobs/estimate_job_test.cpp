// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/estimate_job.h"

#include "tests/support/fake_engine.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace style_transfer {
namespace {

using namespace std::chrono_literals;
using State = RunEstimate::State;

class EstimateJobTest : public ::testing::Test {
  protected:
    static RunEstimate answer(const EstimateJob& job) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (job.answer().state == State::waiting && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(1ms);
        return job.answer();
    }

    testing::FakeEngine engine;
    EstimateJob job{[this]() -> const ste_api& { return engine.api(); }};
    Settings settings;
};

TEST_F(EstimateJobTest, WaitsUntilItIsAsked) {
    EXPECT_EQ(job.answer().state, State::waiting);
    EXPECT_EQ(engine.estimates, 0);
}

TEST_F(EstimateJobTest, AnswersTheSameQuestionOnce) {
    job.ask(settings, {800, 600});
    const RunEstimate found = answer(job);
    EXPECT_EQ(found.state, State::fits);
    EXPECT_EQ(found.memory_mib, 100);
    EXPECT_EQ(found.seconds, 1);
    job.ask(settings, {800, 600});
    EXPECT_EQ(job.answer().state, State::fits);
    EXPECT_EQ(engine.estimates, 1);
}

TEST_F(EstimateJobTest, ProposesTheSizeThatFits) {
    engine.fits_up_to = 700;
    settings.size = 1000;
    job.ask(settings, {4000, 3000});
    const RunEstimate found = answer(job);
    EXPECT_EQ(found.state, State::too_large);
    EXPECT_EQ(found.memory_mib, 50);
    EXPECT_EQ(found.fitting_size, 640); // 1000 · 4/5 · 4/5
}

TEST_F(EstimateJobTest, FindsThatNothingFits) {
    engine.fits_up_to = 10;
    job.ask(settings, {4000, 3000});
    const RunEstimate found = answer(job);
    EXPECT_EQ(found.state, State::too_large);
    EXPECT_EQ(found.fitting_size, 0);
}

TEST_F(EstimateJobTest, SaysNothingWithoutAnEngine) {
    EstimateJob without(
        []() -> const ste_api& { throw Error(ErrorCode::internal, "There is none."); });
    without.ask(settings, {40, 30});
    EXPECT_EQ(answer(without).state, State::unknown);
}

} // namespace
} // namespace style_transfer
