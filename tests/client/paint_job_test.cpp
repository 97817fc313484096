// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/paint_job.h"

#include "engine/client/picture_throttle.h"
#include "tests/support/fake_engine.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace style_transfer {
namespace {

using namespace testing;

using namespace std::chrono_literals;
using Phase = PaintState::Phase;

template <typename Condition>
void wait_until(const Condition& condition) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
        std::this_thread::sleep_for(1ms);
    }
}

bool ended(const PaintJob& job) {
    const Phase phase = job.state().phase;
    return phase != Phase::loading && phase != Phase::running;
}

ErrorCode code_of_wait(PaintJob& job, std::string* sentence = nullptr) {
    try {
        job.wait();
    } catch (const Error& error) {
        if (sentence)
            *sentence = error.what();
        return error.code();
    }
    ADD_FAILURE() << "wait() gave a result";
    return ErrorCode::internal;
}

class PaintJobTest : public ::testing::Test {
  protected:
    EngineLoader loader() {
        return [this]() -> const ste_api& { return engine.api(); };
    }
    // Pictures that need no resampling, for what is about threads.
    static PaintWork work(Settings settings = {}) {
        settings.size = 16;
        return {
            flat({16, 12}, 0.25F), one_style(flat({16, 16}, 0.5F)), settings,
            /*shown_side=*/1024};
    }
    PaintJob job(const Settings& settings = {}) { return PaintJob(loader(), work(settings)); }
    void TearDown() override {
        EXPECT_EQ(engine.sessions_alive, 0) << "every session must be destroyed";
        EXPECT_FALSE(engine.misused) << "a session was used outside its life";
    }

    testing::FakeEngine engine;
};

TEST_F(PaintJobTest, GivesTheResultAtTheSizeOfTheBase) {
    Settings settings;
    settings.iterations = 2;
    settings.model = "compact";
    PaintJob job = this->job(settings);
    const Image result = job.wait().picture;
    EXPECT_EQ(result.size(), (Size{16, 12}));
    EXPECT_EQ(result.channels(), 3);
    EXPECT_FLOAT_EQ(result.row(2)[11], 0.25F + 0.1F);
    EXPECT_EQ(engine.seen_settings.iterations, 2);
    EXPECT_EQ(engine.seen_settings.model, "compact");
    const PaintState state = job.state();
    EXPECT_EQ(state.phase, Phase::finished);
    ASSERT_TRUE(state.progress);
    EXPECT_EQ(state.progress->event, ProgressEvent::finished);
    EXPECT_EQ(state.progress->fraction, 1);
    EXPECT_EQ(state.initial_loss, 1e6);
}

TEST_F(PaintJobTest, ShowsTheFirstPictureAtOnce) {
    engine.hold_run(0);
    PaintJob job = this->job();
    wait_until([&] { return job.state().picture_number == 1; });
    const Image picture = job.picture();
    ASSERT_EQ(picture.size(), (Size{16, 12}));
    EXPECT_FLOAT_EQ(picture.row(0)[0], 0.25F);
    EXPECT_EQ(job.state().phase, Phase::running);
    EXPECT_EQ(job.state().progress->event, ProgressEvent::initial);
    engine.release_run();
    job.wait();
}

TEST_F(PaintJobTest, HasNoPictureBeforeTheEndWhenNobodyWatches) {
    engine.evaluations = 20;
    PaintWork work = PaintJobTest::work();
    work.shown_side = 0;
    PaintJob job(loader(), std::move(work));
    job.wait();
    EXPECT_EQ(engine.pictures_copied, 1) << "the result";
}

// However large the result is, what a window shows takes no memory to speak of.
TEST_F(PaintJobTest, PicturesForAWindowAreNoLargerThanIt) {
    engine.hold_run(5);
    PaintWork work = PaintJobTest::work();
    work.shown_side = 8;
    work.settings.enhance = true;
    PaintJob job(loader(), std::move(work));
    wait_until([&] { return job.state().picture_number == 1; });
    EXPECT_EQ(job.picture().size(), (Size{8, 6}));
    EXPECT_FLOAT_EQ(job.picture().row(3)[10], 0.25F * 1.2F) << "finished";
    EXPECT_EQ(engine.largest_picture, 8);
    engine.release_run();
    EXPECT_EQ(job.wait().picture.size(), (Size{16, 12}));
    EXPECT_FLOAT_EQ(job.picture().row(3)[10], (0.25F + 0.1F) * 1.2F);
}

TEST_F(PaintJobTest, HasNoPictureWhileLoading) {
    engine.hold_prepare();
    PaintJob job = this->job();
    EXPECT_EQ(job.state().phase, Phase::loading);
    EXPECT_FALSE(job.state().progress);
    EXPECT_TRUE(job.picture().empty());
    engine.release_prepare();
    EXPECT_FLOAT_EQ(job.wait().picture.row(0)[0], 0.35F);
}

TEST_F(PaintJobTest, StopKeepsWhatStands) {
    engine.hold_run(3);
    PaintJob job = this->job();
    wait_until([&] { return engine.evaluations_done == 3; });
    job.request_stop();
    EXPECT_LT(job.wait().picture.row(0)[0], 0.25F + 0.05F) << "all evaluations were done";
    EXPECT_EQ(job.state().phase, Phase::finished);
}

TEST_F(PaintJobTest, StopBeforeTheSessionExistsKeepsTheStart) {
    engine.hold_prepare();
    PaintJob job = this->job();
    job.request_stop();
    engine.release_prepare();
    EXPECT_FLOAT_EQ(job.wait().picture.row(0)[0], 0.25F);
    EXPECT_EQ(engine.evaluations_done, 0);
}

TEST_F(PaintJobTest, CancelGivesNoResult) {
    engine.hold_run(3);
    PaintJob job = this->job();
    wait_until([&] { return engine.evaluations_done == 3; });
    job.request_cancel();
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
    EXPECT_EQ(job.state().phase, Phase::cancelled);
    EXPECT_EQ(engine.evaluations_done, 3);
}

TEST_F(PaintJobTest, CancelBeforeTheSessionExists) {
    engine.hold_prepare();
    PaintJob job = this->job();
    job.request_cancel();
    engine.release_prepare();
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
    EXPECT_EQ(engine.evaluations_done, 0);
}

TEST_F(PaintJobTest, CancelWhileTheLibraryLoadsNeverMakesASession) {
    std::atomic<bool> released = false;
    PaintJob job(
        [&]() -> const ste_api& {
            while (!released)
                std::this_thread::sleep_for(1ms);
            return engine.api();
        },
        work());
    job.request_cancel();
    released = true;
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
    EXPECT_EQ(engine.sessions_made, 0);
}

TEST_F(PaintJobTest, CancelAfterTheEndStillGivesNoResult) {
    PaintJob job = this->job();
    wait_until([&] { return ended(job); });
    job.request_cancel();
    EXPECT_EQ(job.state().phase, Phase::cancelled);
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
}

TEST_F(PaintJobTest, DestructorCancelsAndWaits) {
    engine.hold_run(1);
    {
        PaintJob job = this->job();
        wait_until([&] { return engine.evaluations_done == 1; });
    }
    EXPECT_EQ(engine.sessions_made, 1);
    EXPECT_EQ(engine.sessions_alive, 0);
    EXPECT_EQ(engine.evaluations_done, 1);
}

TEST_F(PaintJobTest, HandsOutTheEnginesErrors) {
    engine.prepare_status = STE_MODEL;
    engine.sentence = "/a/model.h5: there is no tensor named block1_conv1.";
    PaintJob creating = this->job();
    wait_until([&] { return ended(creating); });
    EXPECT_EQ(creating.state().phase, Phase::failed);
    EXPECT_EQ(creating.state().error, engine.sentence);
    std::string sentence;
    EXPECT_EQ(code_of_wait(creating, &sentence), ErrorCode::model);
    EXPECT_EQ(sentence, engine.sentence);

    engine.prepare_status = STE_OK;
    engine.run_status = STE_MEMORY;
    engine.sentence = "Too large.";
    PaintJob running = this->job();
    EXPECT_EQ(code_of_wait(running, &sentence), ErrorCode::memory);
    EXPECT_EQ(sentence, "Too large.");
}

TEST_F(PaintJobTest, TurnsForeignExceptionsIntoErrors) {
    std::string sentence;
    PaintJob broken(
        []() -> const ste_api& { throw std::runtime_error("libtorch.so: not found"); }, work());
    EXPECT_EQ(code_of_wait(broken, &sentence), ErrorCode::internal);
    EXPECT_NE(sentence.find("libtorch.so: not found"), std::string::npos) << sentence;
    PaintJob full([]() -> const ste_api& { throw std::bad_alloc(); }, work());
    EXPECT_EQ(code_of_wait(full), ErrorCode::memory);
    PaintJob odd([]() -> const ste_api& { throw 7; }, work());
    EXPECT_EQ(code_of_wait(odd), ErrorCode::internal);
}

TEST_F(PaintJobTest, CancelReachesTheEngineWhileItPrepares) {
    engine.hold_prepare();
    PaintJob job = this->job();
    wait_until([&] { return engine.sessions_alive == 1; });
    job.request_cancel();
    EXPECT_TRUE(job.wait_for(10s)) << "nobody released it";
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
}

TEST_F(PaintJobTest, WaitsNoLongerThanItIsTold) {
    engine.hold_run(3);
    PaintJob job = this->job();
    EXPECT_FALSE(job.wait_for(1ms));
    engine.release_run();
    EXPECT_TRUE(job.wait_for(10s));
    EXPECT_EQ(job.state().phase, Phase::finished);
}

TEST_F(PaintJobTest, TellsHowItGoesOnItsOwnThread) {
    PaintWork work = PaintJobTest::work();
    std::thread::id thread;
    Size working;
    std::vector<ProgressEvent> events;
    work.prepared = [&](const Session& session, const Canvas& canvas) {
        EXPECT_EQ(session.model_name(), "Fake");
        EXPECT_EQ(canvas.working_base().size, (Size{16, 12}));
        working = canvas.working_base_size();
        thread = std::this_thread::get_id();
    };
    work.progress = [&](const Progress& progress) { events.push_back(progress.event); };
    PaintJob job(loader(), std::move(work));
    job.wait();
    EXPECT_EQ(working, (Size{16, 12}));
    EXPECT_NE(thread, std::this_thread::get_id());
    ASSERT_EQ(events.size(), 12u) << "the start, ten evaluations, the end";
    EXPECT_EQ(events.back(), ProgressEvent::finished);
}

TEST_F(PaintJobTest, WhatACallbackThrowsEndsIt) {
    PaintWork work = PaintJobTest::work();
    work.progress = [](const Progress& progress) {
        if (progress.evaluations == 3)
            throw Error(ErrorCode::file, "The disk is full.");
    };
    PaintJob job(loader(), std::move(work));
    EXPECT_EQ(code_of_wait(job), ErrorCode::file);
    EXPECT_LT(engine.evaluations_done, 5);
}

TEST_F(PaintJobTest, AnotherRunGetsTheFormerOnesSession) {
    PaintJob first = this->job();
    const PaintResult former = first.wait();
    EXPECT_EQ(engine.seen_previous, nullptr);
    PaintWork work = PaintJobTest::work();
    work.previous = &former.session;
    PaintJob second(loader(), std::move(work));
    second.wait();
    EXPECT_NE(engine.seen_previous, nullptr);
}

TEST_F(PaintJobTest, CopiesFewPictures) {
    engine.evaluations = 600;
    engine.evaluation_time = 1ms;
    engine.picture_time = 2ms;
    const auto begin = std::chrono::steady_clock::now();
    PaintJob job = this->job();
    job.wait();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(engine.pictures_copied, 3);
    // The first, four a second, and the result, once for the window.
    EXPECT_LE(engine.pictures_copied, 3 + 4 * seconds.count());
}

// Both threads at everything at once: what the thread sanitizer is for.
TEST_F(PaintJobTest, SurvivesQuestionsAndRequestsAtAnyMoment) {
    engine.evaluations = 50;
    for (int round = 0; round < 40; ++round) {
        PaintJob job = this->job();
        unsigned last_picture = 0;
        double last_fraction = 0;
        for (int i = 0; i < 200 && !ended(job); ++i) {
            const PaintState state = job.state();
            EXPECT_GE(state.picture_number, last_picture);
            last_picture = state.picture_number;
            if (state.progress) {
                EXPECT_GE(state.progress->fraction, last_fraction);
                last_fraction = state.progress->fraction;
            }
            if (state.picture_number > 0) {
                EXPECT_EQ(job.picture().size(), (Size{16, 12}));
            }
            if (i == round)
                job.request_stop();
            if (i == round + 3 && round % 2)
                job.request_cancel();
        }
        if (round % 4 == 1)
            continue; // the destructor ends it
        try {
            EXPECT_EQ(job.wait().picture.size(), (Size{16, 12}));
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::cancelled);
        }
    }
}

TEST(PictureThrottle, LimitsRateAndShareOfTime) {
    using Clock = PictureThrottle::Clock;
    const Clock::time_point start{};
    PictureThrottle throttle;
    EXPECT_TRUE(throttle.due(start)) << "the first one at once";
    throttle.taken(start, start + 1ms);
    EXPECT_FALSE(throttle.due(start + 249ms));
    EXPECT_TRUE(throttle.due(start + 250ms));
    throttle.taken(start, start + 100ms);
    EXPECT_FALSE(throttle.due(start + 1999ms)) << "more than a twentieth of the time";
    EXPECT_TRUE(throttle.due(start + 2000ms));
}

} // namespace
} // namespace style_transfer
