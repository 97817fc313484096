// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/transfer_job.h"

#include "tests/support/fake_engine.h"
#include "ui/jobs/picture_throttle.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace style_transfer {
namespace {

using namespace std::chrono_literals;
using Phase = JobState::Phase;

Image flat(Size size, float value) {
    Image image = Image::create(size, 3);
    for (int y = 0; y < size.height; ++y)
        for (int i = 0; i < size.width * 3; ++i)
            image.row(y)[i] = value;
    return image;
}

template <typename Condition>
void wait_until(const Condition& condition) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
        std::this_thread::sleep_for(1ms);
    }
}

bool ended(const TransferJob& job) {
    const Phase phase = job.state().phase;
    return phase != Phase::loading && phase != Phase::running;
}

ErrorCode code_of_wait(TransferJob& job, std::string* sentence = nullptr) {
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

class TransferJobTest : public ::testing::Test {
  protected:
    EngineLoader loader() {
        return [this]() -> const ste_api& { return engine.api(); };
    }
    TransferJob job(const Settings& settings = {}) {
        return TransferJob(loader(), settings, flat({4, 3}, 0.25F), flat({2, 2}, 0.5F));
    }
    void TearDown() override {
        EXPECT_EQ(engine.sessions_alive, 0) << "every session must be destroyed";
        EXPECT_FALSE(engine.misused) << "a session was used outside its life";
    }

    testing::FakeEngine engine;
};

TEST_F(TransferJobTest, GivesTheResultAtTheSizeOfTheBase) {
    Settings settings;
    settings.iterations = 2;
    settings.model = "compact";
    TransferJob job = this->job(settings);
    const Image result = job.wait();
    EXPECT_EQ(result.size(), (Size{4, 3}));
    EXPECT_EQ(result.channels(), 3);
    EXPECT_FLOAT_EQ(result.row(2)[11], 0.25F + 0.1F);
    EXPECT_EQ(engine.seen_settings.iterations, 2);
    EXPECT_EQ(engine.seen_settings.model, "compact");
    const JobState state = job.state();
    EXPECT_EQ(state.phase, Phase::finished);
    ASSERT_TRUE(state.progress);
    EXPECT_EQ(state.progress->event, ProgressEvent::finished);
    EXPECT_EQ(state.progress->fraction, 1);
    EXPECT_EQ(state.initial_loss, 1e6);
}

TEST_F(TransferJobTest, ShowsTheFirstPictureAtOnce) {
    engine.hold_run(0);
    TransferJob job = this->job();
    wait_until([&] { return job.state().picture_number == 1; });
    const Image picture = job.picture();
    ASSERT_EQ(picture.size(), (Size{4, 3}));
    EXPECT_FLOAT_EQ(picture.row(0)[0], 0.25F);
    EXPECT_EQ(job.state().phase, Phase::running);
    EXPECT_EQ(job.state().progress->event, ProgressEvent::initial);
    engine.release_run();
    job.wait();
    EXPECT_TRUE(job.picture().empty()) << "the result was handed over";
}

TEST_F(TransferJobTest, HasNoPictureWhileLoading) {
    engine.hold_prepare();
    TransferJob job = this->job();
    EXPECT_EQ(job.state().phase, Phase::loading);
    EXPECT_FALSE(job.state().progress);
    EXPECT_TRUE(job.picture().empty());
    engine.release_prepare();
    EXPECT_FLOAT_EQ(job.wait().row(0)[0], 0.35F);
}

TEST_F(TransferJobTest, StopKeepsWhatStands) {
    engine.hold_run(3);
    TransferJob job = this->job();
    wait_until([&] { return engine.evaluations_done == 3; });
    job.request_stop();
    EXPECT_LT(job.wait().row(0)[0], 0.25F + 0.05F) << "all evaluations were done";
    EXPECT_EQ(job.state().phase, Phase::finished);
}

TEST_F(TransferJobTest, StopBeforeTheSessionExistsKeepsTheStart) {
    engine.hold_prepare();
    TransferJob job = this->job();
    job.request_stop();
    engine.release_prepare();
    EXPECT_FLOAT_EQ(job.wait().row(0)[0], 0.25F);
    EXPECT_EQ(engine.evaluations_done, 0);
}

TEST_F(TransferJobTest, CancelGivesNoResult) {
    engine.hold_run(3);
    TransferJob job = this->job();
    wait_until([&] { return engine.evaluations_done == 3; });
    job.request_cancel();
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
    EXPECT_EQ(job.state().phase, Phase::cancelled);
    EXPECT_EQ(engine.evaluations_done, 3);
}

TEST_F(TransferJobTest, CancelBeforeTheSessionExists) {
    engine.hold_prepare();
    TransferJob job = this->job();
    job.request_cancel();
    engine.release_prepare();
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
    EXPECT_EQ(engine.evaluations_done, 0);
}

TEST_F(TransferJobTest, CancelWhileTheLibraryLoadsNeverMakesASession) {
    std::atomic<bool> released = false;
    TransferJob job(
        [&]() -> const ste_api& {
            while (!released)
                std::this_thread::sleep_for(1ms);
            return engine.api();
        },
        {}, flat({4, 3}, 0), flat({2, 2}, 0));
    job.request_cancel();
    released = true;
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
    EXPECT_EQ(engine.sessions_made, 0);
}

TEST_F(TransferJobTest, CancelAfterTheEndStillGivesNoResult) {
    TransferJob job = this->job();
    wait_until([&] { return ended(job); });
    job.request_cancel();
    EXPECT_EQ(job.state().phase, Phase::cancelled);
    EXPECT_EQ(code_of_wait(job), ErrorCode::cancelled);
}

TEST_F(TransferJobTest, DestructorCancelsAndWaits) {
    engine.hold_run(1);
    {
        TransferJob job = this->job();
        wait_until([&] { return engine.evaluations_done == 1; });
    }
    EXPECT_EQ(engine.sessions_made, 1);
    EXPECT_EQ(engine.sessions_alive, 0);
    EXPECT_EQ(engine.evaluations_done, 1);
}

TEST_F(TransferJobTest, HandsOutTheEnginesErrors) {
    engine.prepare_status = STE_MODEL;
    engine.sentence = "/a/model.h5: there is no tensor named block1_conv1.";
    TransferJob creating = this->job();
    wait_until([&] { return ended(creating); });
    EXPECT_EQ(creating.state().phase, Phase::failed);
    EXPECT_EQ(creating.state().error, engine.sentence);
    std::string sentence;
    EXPECT_EQ(code_of_wait(creating, &sentence), ErrorCode::model);
    EXPECT_EQ(sentence, engine.sentence);

    engine.prepare_status = STE_OK;
    engine.run_status = STE_MEMORY;
    engine.sentence = "Too large.";
    TransferJob running = this->job();
    EXPECT_EQ(code_of_wait(running, &sentence), ErrorCode::memory);
    EXPECT_EQ(sentence, "Too large.");
}

TEST_F(TransferJobTest, TurnsForeignExceptionsIntoErrors) {
    std::string sentence;
    TransferJob broken(
        []() -> const ste_api& { throw std::runtime_error("libtorch.so: not found"); }, {},
        flat({4, 3}, 0), flat({2, 2}, 0));
    EXPECT_EQ(code_of_wait(broken, &sentence), ErrorCode::internal);
    EXPECT_NE(sentence.find("libtorch.so: not found"), std::string::npos) << sentence;
    TransferJob full(
        []() -> const ste_api& { throw std::bad_alloc(); }, {}, flat({4, 3}, 0), flat({2, 2}, 0));
    EXPECT_EQ(code_of_wait(full), ErrorCode::memory);
    TransferJob odd([]() -> const ste_api& { throw 7; }, {}, flat({4, 3}, 0), flat({2, 2}, 0));
    EXPECT_EQ(code_of_wait(odd), ErrorCode::internal);
}

TEST_F(TransferJobTest, CopiesFewPictures) {
    engine.evaluations = 600;
    engine.evaluation_time = 1ms;
    engine.picture_time = 2ms;
    const auto begin = std::chrono::steady_clock::now();
    TransferJob job = this->job();
    job.wait();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(engine.pictures_copied, 3);
    // The first, four a second, and the result.
    EXPECT_LE(engine.pictures_copied, 2 + 4 * seconds.count());
}

// Both threads at everything at once: what the thread sanitizer is for.
TEST_F(TransferJobTest, SurvivesQuestionsAndRequestsAtAnyMoment) {
    engine.evaluations = 50;
    for (int round = 0; round < 40; ++round) {
        TransferJob job = this->job();
        unsigned last_picture = 0;
        double last_fraction = 0;
        for (int i = 0; i < 200 && !ended(job); ++i) {
            const JobState state = job.state();
            EXPECT_GE(state.picture_number, last_picture);
            last_picture = state.picture_number;
            if (state.progress) {
                EXPECT_GE(state.progress->fraction, last_fraction);
                last_fraction = state.progress->fraction;
            }
            if (state.picture_number > 0) {
                EXPECT_EQ(job.picture().size(), (Size{4, 3}));
            }
            if (i == round)
                job.request_stop();
            if (i == round + 3 && round % 2)
                job.request_cancel();
        }
        if (round % 4 == 1)
            continue; // the destructor ends it
        try {
            EXPECT_EQ(job.wait().size(), (Size{4, 3}));
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
