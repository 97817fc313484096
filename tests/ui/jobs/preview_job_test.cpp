// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/preview_job.h"

#include "tests/support/fake_engine.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

namespace style_transfer {
namespace {

using namespace std::chrono_literals;
using Phase = PreviewState::Phase;

Image flat(Size size, float value) {
    Image image = Image::create(size, 3);
    for (int y = 0; y < size.height; ++y)
        for (int i = 0; i < size.width * 3; ++i)
            image.row(y)[i] = value;
    return image;
}

class PreviewJobTest : public ::testing::Test {
  protected:
    EngineLoader loader() {
        return [this]() -> const ste_api& { return engine.api(); };
    }
    std::unique_ptr<PreviewJob> make() { return std::make_unique<PreviewJob>(loader()); }
    static void wait_for(const PreviewJob& job, Phase phase) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (job.state().phase != phase) {
            ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
            std::this_thread::sleep_for(1ms);
        }
    }

    testing::FakeEngine engine;
    std::shared_ptr<const Image> base = std::make_shared<const Image>(flat({4, 3}, 0.25F));
    std::shared_ptr<const Image> style = std::make_shared<const Image>(flat({2, 2}, 0.5F));
};

TEST_F(PreviewJobTest, IsIdleWithoutStyle) {
    const auto job = make();
    EXPECT_EQ(job->state().phase, Phase::idle);
    EXPECT_TRUE(job->picture().empty());
    EXPECT_EQ(engine.sessions_made, 0);
}

TEST_F(PreviewJobTest, LoadsTheEngineBeforeItIsNeeded) {
    std::atomic<int> loads = 0;
    PreviewJob job([&]() -> const ste_api& {
        if (++loads == 1)
            throw Error(ErrorCode::internal, "Not yet.");
        return engine.api();
    });
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (loads == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(loads, 1);
    EXPECT_EQ(job.state().phase, Phase::idle);
    job.show({}, base, style);
    wait_for(job, Phase::settled);
}

TEST_F(PreviewJobTest, PaintsUntilItHasSettled) {
    const auto job = make();
    job->show({}, base, style);
    wait_for(*job, Phase::settled);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F) << "ten steps from the base";
    EXPECT_GT(job->state().picture_number, 0U);
}

TEST_F(PreviewJobTest, GoesOnFromThePictureThatIsThere) {
    const auto job = make();
    for (int turn = 1; turn <= 3; ++turn) {
        job->show({}, base, style);
        wait_for(*job, Phase::settled);
        EXPECT_FLOAT_EQ(job->picture().row(2)[11], 0.25F + 0.1F * float(turn));
    }
    EXPECT_EQ(engine.continued, 2);
    EXPECT_EQ(engine.sessions_alive, 1) << "only the newest picture is kept";
}

TEST_F(PreviewJobTest, AChangeEndsTheWorkOnTheFormerSettings) {
    engine.evaluations = 100000;
    engine.evaluation_time = 1ms;
    const auto job = make();
    job->show({}, base, style);
    while (engine.evaluations_done < 3)
        std::this_thread::sleep_for(1ms);
    Settings settings;
    settings.style_weight = 2;
    job->show(settings, base, style);
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (engine.continued == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(engine.continued, 1);
    EXPECT_EQ(engine.seen_settings.style_weight, 2);
    EXPECT_LT(engine.evaluations_done, 1000);
    EXPECT_EQ(job->state().phase, Phase::working);
}

TEST_F(PreviewJobTest, AnotherBaseBeginsAnew) {
    const auto job = make();
    job->show({}, base, style);
    wait_for(*job, Phase::settled);
    const unsigned before = job->state().picture_number;
    engine.hold_prepare();
    const auto other = std::make_shared<const Image>(flat({6, 5}, 0.5F));
    job->show({}, other, style);
    EXPECT_TRUE(job->picture().empty()) << "not the one of the former base";
    EXPECT_GT(job->state().picture_number, before);
    engine.release_prepare();
    wait_for(*job, Phase::settled);
    EXPECT_EQ(job->picture().size(), (Size{6, 5}));
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.6F);
    EXPECT_EQ(engine.continued, 0);
}

TEST_F(PreviewJobTest, AnotherBaseDropsTheWorkOnTheFormerOne) {
    engine.evaluations = 100000;
    engine.evaluation_time = 1ms;
    const auto job = make();
    job->show({}, base, style);
    while (engine.evaluations_done < 3)
        std::this_thread::sleep_for(1ms);
    const auto other = std::make_shared<const Image>(flat({6, 5}, 0.5F));
    job->show({}, other, style);
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (engine.sessions_made < 2 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(engine.base_size, (Size{6, 5}));
    EXPECT_LT(engine.evaluations_done, 1000);
    EXPECT_EQ(job->state().phase, Phase::working);
}

TEST_F(PreviewJobTest, AFailureKeepsThePictureAndTheNextOneWorks) {
    const auto job = make();
    job->show({}, base, style);
    wait_for(*job, Phase::settled);
    engine.prepare_status = STE_MEMORY;
    engine.sentence = "Too large.";
    job->show({}, base, style);
    wait_for(*job, Phase::failed);
    EXPECT_EQ(job->state().error, "Too large.");
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
    engine.prepare_status = STE_OK;
    job->show({}, base, style);
    wait_for(*job, Phase::settled);
    EXPECT_EQ(job->state().error, "");
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.45F);
}

TEST_F(PreviewJobTest, WithoutThePreviewNetworkTheCompactOnePaints) {
    engine.missing_model = "preview";
    const auto job = make();
    job->show(preview_settings({}), base, style);
    wait_for(*job, Phase::settled);
    EXPECT_EQ(engine.seen_settings.model, "compact");
}

TEST_F(PreviewJobTest, TakesALayerThatItsNetworkHas) {
    engine.layers = {
        {"block4_conv2", 4, 84, false, true},
        {"block5_conv1", 5, 156, true, false},
        {"block5_conv2", 5, 188, false, true}};
    const auto job = make();
    struct Case {
        Method method;
        const char* chosen;
        const char* taken;
    };
    for (const auto& [method, chosen, taken] :
         {Case{Method::gram, "block4_conv2", "block4_conv2"},
          {Method::gram, "block5_conv1", "block5_conv2"},
          {Method::gram, "block3_conv3", "block5_conv2"},
          {Method::matching, "block5_conv2", "block5_conv2"},
          {Method::matching, "block5_conv1", "block4_conv2"}}) {
        Settings settings = default_settings(method);
        settings.content_layer = chosen;
        job->show(preview_settings(settings), base, style);
        wait_for(*job, Phase::settled);
        EXPECT_EQ(engine.seen_settings.content_layer, taken) << chosen;
    }
}

TEST_F(PreviewJobTest, EndsWhileItPaints) {
    engine.evaluations = 100000;
    engine.evaluation_time = 1ms;
    auto job = make();
    job->show({}, base, style);
    while (engine.evaluations_done < 3)
        std::this_thread::sleep_for(1ms);
    job.reset();
    EXPECT_LT(engine.evaluations_done, 1000);
    EXPECT_EQ(engine.sessions_alive, 0);
}

TEST_F(PreviewJobTest, MatchingGoesOnWithLessWork) {
    const auto job = make();
    const auto evaluations = [&](const Settings& settings) {
        job->show(preview_settings(settings), base, style);
        wait_for(*job, Phase::settled);
        return engine.seen_settings.iterations * engine.seen_settings.evaluations;
    };
    EXPECT_EQ(evaluations({}), 60);
    EXPECT_EQ(evaluations({}), 20);
    Settings settings;
    settings.iterations = 0;
    EXPECT_EQ(evaluations(settings), 0);
    EXPECT_EQ(evaluations(published_settings()), 45);
    EXPECT_EQ(engine.continued, 3);
}

TEST(PreviewSettings, OfMatchingBeginSmall) {
    Settings settings;
    settings.iterations = 500;
    settings.schedule = Schedule::single;
    const Settings preview = preview_settings(settings);
    EXPECT_EQ(preview.iterations * preview.evaluations, 60);
    EXPECT_EQ(preview.schedule, Schedule::pyramid);
    settings.iterations = 0;
    EXPECT_EQ(preview_settings(settings).iterations, 0) << "only enhances";
}

TEST(PreviewSettings, AreOfAFixedAmountOfWork) {
    Settings settings = published_settings();
    settings.model = "vgg19";
    settings.iterations = 500;
    settings.evaluations = 7;
    settings.size = 8000;
    settings.memory = 1;
    settings.style_weight = 3;
    settings.content_layer = "block4_conv2";
    const Settings preview = preview_settings(settings);
    EXPECT_EQ(preview.model, "preview");
    EXPECT_EQ(preview.iterations * preview.evaluations, 45);
    EXPECT_EQ(preview.schedule, Schedule::single);
    EXPECT_EQ(preview.size, 1024);
    EXPECT_EQ(preview.memory, 0);
    EXPECT_EQ(preview.style_weight, 3);
    EXPECT_EQ(preview.content_layer, "block4_conv2");
    settings.iterations = 0;
    EXPECT_EQ(preview_settings(settings).iterations, 0) << "only enhances";
}

} // namespace
} // namespace style_transfer
