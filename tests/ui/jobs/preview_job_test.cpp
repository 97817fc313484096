// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/preview_job.h"

#include "tests/support/fake_engine.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

namespace style_transfer {
namespace {

using namespace testing;

using namespace std::chrono_literals;
using Phase = PreviewState::Phase;

class PreviewJobTest : public ::testing::Test {
  protected:
    EngineLoader loader() {
        return [this]() -> const ste_api& { return engine.api(); };
    }
    // Painted by the network of the first picture, so that there is one only.
    static Settings small() {
        Settings settings;
        settings.model = "preview";
        return settings;
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
    job.show(small(), base, {{style}});
    wait_for(job, Phase::settled);
}

TEST_F(PreviewJobTest, PaintsUntilItHasSettled) {
    const auto job = make();
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F) << "ten steps from the base";
    EXPECT_GT(job->state().picture_number, 0U);
}

TEST_F(PreviewJobTest, AMovedControlShowsAtOnceAndIsThenPaintedFromTheStart) {
    const auto job = make();
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    engine.hold_run(5);
    Settings settings = small();
    settings.style_weight = 2;
    job->show(settings, base, {{style}});
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (engine.continued == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(engine.continued, 1);
    const unsigned before = job->state().picture_number;
    engine.release_run();
    wait_for(*job, Phase::settled);
    EXPECT_EQ(engine.sessions_made, 3) << "from the picture that is there, and from the start";
    EXPECT_GE(job->state().picture_number, before + 2);
    EXPECT_FLOAT_EQ(job->picture().row(2)[11], 0.35F) << "as if it had been the first";
    EXPECT_EQ(engine.sessions_alive, 2) << "only the newest pictures are kept";
    EXPECT_EQ(engine.continued, 1);
}

TEST_F(PreviewJobTest, AQuickPictureComesBeforeTheOneThatIsLikeTheRun) {
    engine.hold_run(5);
    const auto job = make();
    job->show(preview_settings({}), base, {{style}});
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (engine.evaluations_done < 5 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(engine.seen_settings.model, "preview");
    EXPECT_EQ(engine.seen_settings.iterations, 1);
    engine.release_run();
    wait_for(*job, Phase::settled);
    EXPECT_EQ(engine.seen_settings.model, "compact");
    EXPECT_EQ(engine.seen_settings.iterations, 3);
    EXPECT_EQ(engine.sessions_made, 2);
    EXPECT_EQ(engine.continued, 0);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
}

// Whatever was tried before, a preset and a style look as when they are chosen first.
TEST_F(PreviewJobTest, AnotherPresetAndAnotherStyleBeginAnew) {
    const auto job = make();
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    Settings preset = small();
    preset.content_weight = 0.4;
    preset.stroke_scale = 2;
    job->show(preset, base, {{style}});
    wait_for(*job, Phase::settled);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
    EXPECT_EQ(engine.sessions_made, 2);
    job->show(preset, base, {{std::make_shared<const Image>(flat({2, 2}, 0.75F))}});
    wait_for(*job, Phase::settled);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
    EXPECT_EQ(engine.sessions_made, 3);
    EXPECT_EQ(engine.continued, 0);
}

TEST_F(PreviewJobTest, WhatWasFinishedIsThereAtOnce) {
    const auto job = make();
    const auto other = std::make_shared<const Image>(flat({2, 2}, 0.75F));
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    job->show(small(), base, {{other}});
    wait_for(*job, Phase::settled);
    const unsigned before = job->state().picture_number;
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    EXPECT_EQ(engine.sessions_made, 2);
    EXPECT_EQ(job->state().picture_number, before + 1);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
}

TEST_F(PreviewJobTest, WhatWasInterruptedIsPaintedAgain) {
    engine.hold_run(6);
    const auto job = make();
    const auto other = std::make_shared<const Image>(flat({2, 2}, 0.75F));
    job->show(small(), base, {{style}});
    while (engine.evaluations_done < 6)
        std::this_thread::sleep_for(1ms);
    job->show(small(), base, {{other}});
    engine.release_run();
    wait_for(*job, Phase::settled);
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    EXPECT_EQ(engine.sessions_made, 3);
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
}

TEST_F(PreviewJobTest, AChangeEndsTheWorkOnTheFormerSettings) {
    engine.evaluations = 100000;
    engine.evaluation_time = 1ms;
    const auto job = make();
    job->show(small(), base, {{style}});
    while (engine.evaluations_done < 3)
        std::this_thread::sleep_for(1ms);
    Settings settings = small();
    settings.style_weight = 2;
    job->show(settings, base, {{style}});
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
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    const unsigned before = job->state().picture_number;
    engine.hold_prepare();
    const auto other = std::make_shared<const Image>(flat({6, 5}, 0.5F));
    job->show(small(), other, {{style}});
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
    job->show(small(), base, {{style}});
    while (engine.evaluations_done < 3)
        std::this_thread::sleep_for(1ms);
    const auto other = std::make_shared<const Image>(flat({6, 5}, 0.5F));
    job->show(small(), other, {{style}});
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (engine.sessions_made < 2 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(engine.base_size, (Size{6, 5}));
    EXPECT_LT(engine.evaluations_done, 1000);
    EXPECT_EQ(job->state().phase, Phase::working);
}

TEST_F(PreviewJobTest, AFailureKeepsThePictureAndTheNextOneWorks) {
    const auto job = make();
    job->show(small(), base, {{style}});
    wait_for(*job, Phase::settled);
    engine.prepare_status = STE_MEMORY;
    engine.sentence = "Too large.";
    Settings settings = small();
    settings.style_weight = 2;
    job->show(settings, base, {{style}});
    wait_for(*job, Phase::failed);
    EXPECT_EQ(job->state().error, "Too large.");
    EXPECT_FLOAT_EQ(job->picture().row(0)[0], 0.35F);
    engine.prepare_status = STE_OK;
    job->show(settings, base, {{style}});
    wait_for(*job, Phase::settled);
    EXPECT_EQ(job->state().error, "");
    EXPECT_EQ(engine.seen_settings.style_weight, 2);
}

TEST_F(PreviewJobTest, WithoutThePreviewNetworkTheCompactOnePaints) {
    engine.missing_model = "preview";
    const auto job = make();
    job->show(preview_settings({}), base, {{style}});
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
        job->show(preview_settings(settings), base, {{style}});
        wait_for(*job, Phase::settled);
        EXPECT_EQ(engine.seen_settings.content_layer, taken) << chosen;
    }
}

TEST_F(PreviewJobTest, EndsWhileItPaints) {
    engine.evaluations = 100000;
    engine.evaluation_time = 1ms;
    auto job = make();
    job->show(small(), base, {{style}});
    while (engine.evaluations_done < 3)
        std::this_thread::sleep_for(1ms);
    job.reset();
    EXPECT_LT(engine.evaluations_done, 1000);
    EXPECT_EQ(engine.sessions_alive, 0);
}

TEST(PreviewSettings, GoOnWithLessWork) {
    const auto evaluations = [](const Settings& settings) {
        return settings.iterations * settings.evaluations;
    };
    Settings settings;
    EXPECT_EQ(evaluations(preview_settings(settings)), 60);
    EXPECT_EQ(evaluations(continued_preview(preview_settings(settings))), 20);
    settings.iterations = 0;
    EXPECT_EQ(evaluations(continued_preview(preview_settings(settings))), 0);
    const Settings published = preview_settings(published_settings());
    EXPECT_EQ(evaluations(published), 45);
    EXPECT_EQ(evaluations(continued_preview(published)), 15);
}

// What it shows is what the run makes: it starts as that does.
TEST(PreviewSettings, StartAsTheRunDoes) {
    for (Settings settings : {Settings{}, published_settings()})
        for (const Schedule schedule : {Schedule::pyramid, Schedule::single}) {
            settings.schedule = schedule;
            EXPECT_EQ(preview_settings(settings).schedule, schedule);
            EXPECT_EQ(preview_settings(settings).method, settings.method);
        }
    Settings gram = published_settings();
    gram.schedule = Schedule::pyramid;
    EXPECT_EQ(continued_preview(preview_settings(gram)).schedule, Schedule::single)
        << "the picture that it goes on from has its size";
}

TEST(PreviewSettings, GoOnWhenOneControlWasMoved) {
    const Settings former;
    Settings settings;
    EXPECT_TRUE(continues_preview(settings, former));
    settings.content_weight = 0.3;
    EXPECT_TRUE(continues_preview(settings, former));
    settings.stroke_scale = 2;
    EXPECT_FALSE(continues_preview(settings, former));
    EXPECT_FALSE(continues_preview(published_settings(), former));
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
    EXPECT_EQ(preview.model, "compact") << "VGG19 would take too long";
    settings.model = "preview";
    EXPECT_EQ(preview_settings(settings).model, "preview");
    EXPECT_EQ(preview.iterations * preview.evaluations, 45);
    EXPECT_EQ(preview.size, 1024);
    EXPECT_EQ(preview.memory, 0);
    EXPECT_EQ(preview.style_weight, 3);
    EXPECT_EQ(preview.content_layer, "block4_conv2");
    settings.iterations = 0;
    EXPECT_EQ(preview_settings(settings).iterations, 0) << "only enhances";
}

} // namespace
} // namespace style_transfer
