// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/preview_part.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

Settings settings_of_size(int size, double stroke_scale = 1) {
    Settings settings;
    settings.size = size;
    settings.stroke_scale = stroke_scale;
    return settings;
}

TEST(PreviewPart, TheWholeLayerIsSmall) {
    const PreviewPart whole = whole_preview(settings_of_size(2000, 1.5), {4000, 3000});
    EXPECT_EQ(whole, (PreviewPart{{0, 0, {4000, 3000}}, 256, 384}));
}

// 4000 pixels worked on at 1000: 320 of these are 1280 of the layer.
TEST(PreviewPart, MagnifiedItIsAsInTheWorkingPicture) {
    const Size layer{4000, 3000};
    const Settings settings = settings_of_size(1000);
    EXPECT_EQ(
        magnified_preview(settings, layer, 0.5, 0.5),
        (PreviewPart{{1360, 860, {1280, 1280}}, 320, 1000}));
    EXPECT_EQ(magnified_preview(settings, layer, 0, 0.1).area, (Area{0, 0, {1280, 1280}}))
        << "no further than the edge";
    EXPECT_EQ(magnified_preview(settings, layer, 1, 1).area, (Area{2720, 1720, {1280, 1280}}));
}

TEST(PreviewPart, WhatIsSmallerIsShownWhole) {
    // Worked on at 512 × 256.
    EXPECT_EQ(
        magnified_preview(settings_of_size(512), {1000, 500}, 0.5, 0.9),
        (PreviewPart{{188, 0, {625, 500}}, 320, 512}));
    EXPECT_EQ(
        magnified_preview(settings_of_size(200), {100, 80}, 0.9, 0.9),
        (PreviewPart{{0, 0, {100, 80}}, 200, 200}));
}

TEST(PreviewPart, TheStyleStaysWithinBounds) {
    Settings settings = settings_of_size(512, 4);
    settings.quality = Quality::full;
    EXPECT_EQ(magnified_preview(settings, {6000, 4000}, 0.5, 0.5).style_side, 1024);
    EXPECT_EQ(
        magnified_preview(settings, {6000, 4000}, 0.5, 0.5).area, (Area{2840, 1840, {320, 320}}));
}

} // namespace
} // namespace style_transfer
