// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/estimate.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/base/sanitized.h"
#include "engine/run/run.h"

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
    if (is_sanitized)
        GTEST_SKIP() << "what a sanitizer holds grows between the calls";
    Settings settings = compact_settings();
    const Estimate small = estimate(settings, {512, 341}, {{512, 341}});
    EXPECT_TRUE(small.fits);
    EXPECT_EQ(small.tile_side, 0);
    EXPECT_LE(small.least_mib, small.peak_mib + 16);
    const Size camera{6000, 4000};
    settings.memory = 1 << 20;
    const Estimate large = estimate(settings, camera, {{700, 500}});
    // The picture alone, six vectors and one pair of the history.
    EXPECT_GT(large.least_mib, 8 * 3 * 4 * 24);
    EXPECT_GT(large.peak_mib, large.least_mib);

    settings.memory = int(large.least_mib) - 16;
    EXPECT_FALSE(estimate(settings, camera, {{700, 500}}).fits);
    settings.memory = int(large.least_mib) + 64; // what the process holds may change between calls
    const Estimate tiled = estimate(settings, camera, {{700, 500}});
    EXPECT_TRUE(tiled.fits);
    EXPECT_GT(tiled.tile_side, 0);
    EXPECT_LE(tiled.peak_mib, settings.memory);
    EXPECT_GT(tiled.seconds, large.seconds);
}

// The plan that is estimated is the one that is carried out, whatever the machine is doing: the
// time grows with the work that the plan holds.
TEST(Estimate, TheTimeIsThatOfThePlansWork) {
    Settings settings = compact_settings();
    settings.iterations = 1;
    settings.evaluations = 4;
    settings.schedule = Schedule::single;
    const Size small{192, 192};
    const double once = estimate(settings, small, {small}).seconds;
    EXPECT_GT(once, 0);
    const Model model = describe_network(find_model(settings.model));
    const auto work = [&](Size size) {
        return find_run_plan(
                   {settings, LayerChain(model.layers), size, {size}}, placements(settings).back(),
                   0)
            ->work();
    };
    // Four evaluations, that of the start at full size and the targets of base and style.
    EXPECT_GE(work(small), 4.0 * 192 * 192);
    EXPECT_NEAR(
        estimate(settings, {384, 192}, {small}).seconds / once, work({384, 192}) / work(small),
        1e-9);
    settings.evaluations = 8;
    EXPECT_DOUBLE_EQ(estimate(settings, small, {small}).seconds / once, 2);
}

TEST(Estimate, RefusesWhatCannotRun) {
    Settings settings = compact_settings();
    settings.content_weight = -1;
    EXPECT_THROW(estimate(settings, {100, 100}, {{100, 100}}), Error);
}

} // namespace
} // namespace style_transfer
