// SPDX-License-Identifier: GPL-3.0-or-later
// Expected values by hand: 1.5⁶ = 11.390625, 0.5⁶ = 1/64.
#include "ui/state/look.h"

#include "engine/settings/parameters.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

Settings settings_of(const char* text) {
    Settings settings;
    apply_text(settings, text);
    return settings;
}

TEST(Look, ThePublishedMethodIsOneHundred) {
    const Settings settings;
    EXPECT_EQ(strength(settings), 100);
    EXPECT_EQ(stroke_size(settings), 100);
    EXPECT_EQ(smoothness(settings), 100);
}

TEST(Look, StrengthIsTheContentWeight) {
    Settings settings;
    set_strength(settings, 50);
    EXPECT_EQ(settings.content_weight, 5.12);
    EXPECT_EQ(settings.style_weight, 1);
    set_strength(settings, 150);
    EXPECT_EQ(settings.content_weight, 0.00702);
    set_strength(settings, 100);
    EXPECT_EQ(settings, Settings{});
    EXPECT_EQ(strength(settings_of("content-weight=0.02")), 126); // 4^(1/6) = 1.26
    EXPECT_EQ(strength(settings_of("content-weight=0.16 style-weight=2")), 100);
    EXPECT_EQ(strength(settings_of("content-weight=0")), 200);
    EXPECT_EQ(strength(settings_of("style-weight=0")), 0);
    set_strength(settings, 0);
    EXPECT_EQ(settings.style_weight, 0);
    EXPECT_EQ(strength(settings), 0);
    set_strength(settings, 3);
    EXPECT_EQ(strength(settings), 10) << "the least that is painted";
    settings = settings_of("style-weight=0");
    set_strength(settings, 100);
    EXPECT_EQ(settings, Settings{}) << "somebody who moves it wants a style";
}

TEST(Look, StrokeSizeIsTheStyleScale) {
    Settings settings;
    set_stroke_size(settings, 135);
    EXPECT_EQ(settings.stroke_scale, 1.35);
    EXPECT_EQ(stroke_size(settings), 135);
}

TEST(Look, SmoothnessIsTheVariationWeight) {
    Settings settings;
    set_smoothness(settings, 250);
    EXPECT_EQ(settings.variation_weight, 6.25);
    set_smoothness(settings, 0);
    EXPECT_EQ(settings.variation_weight, 0);
    EXPECT_EQ(smoothness(settings), 0);
    EXPECT_EQ(smoothness(settings_of("variation-weight=8 style-weight=2")), 200);
    EXPECT_EQ(smoothness(settings_of("variation-weight=1000000")), 1000);
}

TEST(Look, WhatIsWrittenIsReadBackAndLegal) {
    for (int per_cent = 10; per_cent <= 200; ++per_cent) {
        Settings settings;
        set_strength(settings, per_cent);
        set_smoothness(settings, 5 * per_cent);
        EXPECT_NO_THROW(validate(settings)) << per_cent;
        EXPECT_EQ(strength(settings), per_cent);
        EXPECT_EQ(smoothness(settings), 5 * per_cent);
    }
}

} // namespace
} // namespace style_transfer
