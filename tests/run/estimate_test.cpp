// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/estimate.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/run/stylisation.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

Settings compact_settings() {
    Settings settings;
    settings.model = std::string(MODELS_FOLDER) + "/compact.safetensors";
    settings.device = Device::cpu;
    return settings;
}

TEST(Estimate, KnowsTheMemory) {
    Settings settings = compact_settings();
    const Estimate small = estimate(settings, {512, 341}, {512, 341});
    EXPECT_TRUE(small.fits);
    EXPECT_EQ(small.tile_side, 0);
    EXPECT_LE(small.least_mib, small.peak_mib + 16);
    const Size camera{6000, 4000};
    settings.memory = 1 << 20;
    const Estimate large = estimate(settings, camera, {700, 500});
    // The picture alone, six vectors and one pair of the history.
    EXPECT_GT(large.least_mib, 8 * 3 * 4 * 24);
    EXPECT_GT(large.peak_mib, large.least_mib);

    settings.memory = int(large.least_mib) - 16;
    EXPECT_FALSE(estimate(settings, camera, {700, 500}).fits);
    settings.memory = int(large.least_mib) + 64; // what the process holds may change between calls
    const Estimate tiled = estimate(settings, camera, {700, 500});
    EXPECT_TRUE(tiled.fits);
    EXPECT_GT(tiled.tile_side, 0);
    EXPECT_LE(tiled.peak_mib, settings.memory);
    EXPECT_GT(tiled.seconds, large.seconds);
}

TEST(Estimate, TheTimeIsNearTheRealOne) {
    Settings settings = compact_settings();
    settings.iterations = 1;
    settings.evaluations = 4;
    const Image base = Image::create({192, 192}, 3);
    estimate(settings, base.size(), base.size());
    const double expected = estimate(settings, base.size(), base.size()).seconds;
    const RunRequests none;
    Stylisation work(settings, base.view(), base.view(), none);
    double seconds = 0;
    work.run([&](const Progress& progress) { seconds = progress.seconds; });
    // Machines under load take longer for the one or the other.
    EXPECT_GT(seconds, 0.2 * expected);
    EXPECT_LT(seconds, 5 * expected);
}

TEST(Estimate, RefusesWhatCannotRun) {
    Settings settings = compact_settings();
    settings.content_weight = -1;
    EXPECT_THROW(estimate(settings, {100, 100}, {100, 100}), Error);
}

} // namespace
} // namespace style_transfer
