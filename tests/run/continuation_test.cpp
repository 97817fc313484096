// SPDX-License-Identifier: GPL-3.0-or-later
// A session that starts at another one's picture.
#include "engine/base/error.h"
#include "engine/run/run.h"
#include "engine/settings/parameters.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <cmath>

namespace style_transfer {
namespace {

using namespace testing;

const RunRequests requests; // nobody asks for anything

Settings short_work(int iterations, Method method = Method::gram) {
    Settings settings = default_settings(method);
    settings.model = std::string(MODELS_FOLDER) + "/preview.safetensors";
    settings.iterations = iterations;
    settings.evaluations = 4;
    settings.enhance = true;
    return settings;
}

TEST(Continuation, StartsWhereTheOtherOneEnded) {
    const Image base = slanted_waves({48, 40}, 0.2);
    const Image style = slanted_waves({40, 40}, 0.7);
    style_transfer::Run first(short_work(2), base.view(), {{style.view()}}, requests);
    double loss_at_start = 0;
    double loss_at_end = 0;
    first.run([&](const Progress& progress) {
        if (progress.event == ProgressEvent::initial)
            loss_at_start = progress.losses.total();
        loss_at_end = progress.losses.total();
    });
    ASSERT_LT(loss_at_end, 0.9 * loss_at_start);

    style_transfer::Run second(short_work(0), base.view(), {{style.view()}}, requests);
    second.start_at(first);
    double loss = 0;
    second.run([&](const Progress& progress) { loss = progress.losses.total(); });
    EXPECT_NEAR(loss / loss_at_end, 1, 1e-4) << "the picture before enhancement, to the last bit";
    const Image one = first.picture(base.size());
    const Image other = second.picture(base.size());
    for (int i = 0; i < 48 * 3; ++i)
        EXPECT_EQ(one.row(20)[i], other.row(20)[i]);
}

// Matching searches anew, so losses cannot be compared; the picture can.
TEST(Continuation, MatchingKeepsThePictureItStartsAt) {
    const Image base = slanted_waves({48, 40}, 0.2);
    const Image style = slanted_waves({40, 40}, 0.7);
    style_transfer::Run first(
        short_work(2, Method::matching), base.view(), {{style.view()}}, requests);
    first.run({});
    const Image painted = first.picture(base.size());
    style_transfer::Run second(
        short_work(0, Method::matching), base.view(), {{style.view()}}, requests);
    second.start_at(first);
    second.run({});
    const Image kept = second.picture(base.size());
    style_transfer::Run third(
        short_work(0, Method::matching), base.view(), {{style.view()}}, requests);
    third.run({});
    const Image plain = third.picture(base.size());
    double change = 0;
    for (int i = 0; i < 48 * 3; ++i) {
        EXPECT_EQ(painted.row(20)[i], kept.row(20)[i]);
        change += std::abs(painted.row(20)[i] - plain.row(20)[i]);
    }
    EXPECT_GT(change / (48 * 3), 0.02) << "something was painted";
}

TEST(Continuation, OtherSizesAreRefused) {
    const Image style = slanted_waves({40, 40}, 0.7);
    const style_transfer::Run first(
        short_work(1), slanted_waves({48, 40}, 0.2).view(), {{style.view()}}, requests);
    style_transfer::Run second(
        short_work(1), slanted_waves({40, 48}, 0.2).view(), {{style.view()}}, requests);
    EXPECT_THROW(second.start_at(first), Error);
}

// Strength 0 of the dialog.
TEST(Continuation, NothingOfTheStyleIsThePhoto) {
    const Image base = slanted_waves({48, 40}, 0.2);
    const Image style = slanted_waves({40, 40}, 0.7);
    Settings unweighted = short_work(2, Method::matching), unmatched = unweighted;
    unweighted.style_weight = 0;
    unmatched.style_layers = {0, 0, 0, 0, 1}; // which matching does not look at
    Settings textures = short_work(2, Method::gram);
    textures.style_weight = 0;
    for (Settings settings : {unweighted, unmatched, textures}) {
        settings.seed = 7;
        style_transfer::Run run(settings, base.view(), {{style.view()}}, requests);
        run.run({});
        const Image picture = run.picture(base.size());
        for (int y = 0; y < 40; ++y)
            for (int i = 0; i < 48 * 3; ++i)
                ASSERT_NEAR(picture.row(y)[i], base.row(y)[i], 1e-5) << to_text(settings);
    }
}

// For a window, while it paints and afterwards.
TEST(Continuation, SmallerPicturesAreMeansOfTheLargeOne) {
    const Image base = slanted_waves({48, 40}, 0.2);
    const Image style = slanted_waves({40, 40}, 0.7);
    style_transfer::Run run(
        short_work(2, Method::matching), base.view(), {{style.view()}}, requests);
    run.run([&](const Progress&) { EXPECT_EQ(run.picture({12, 10}).size(), (Size{12, 10})); });
    const Image large = run.picture(base.size()), small = run.picture({12, 10});
    for (int y = 0; y < 10; ++y)
        for (int x = 0; x < 12; ++x) {
            double mean = 0;
            for (int i = 0; i < 16; ++i)
                mean += double(large.row(4 * y + i / 4)[3 * (4 * x + i % 4) + 1]) / 16;
            ASSERT_NEAR(small.row(y)[3 * x + 1], mean, 0.02) << "but for the colours' limits";
        }
}

} // namespace
} // namespace style_transfer
