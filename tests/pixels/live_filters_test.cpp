// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/live_filters.h"

#include "engine/settings/parameters.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace style_transfer {
namespace {

using namespace testing;

Settings with(const std::string& text) {
    Settings settings;
    apply_text(settings, "enhance=yes brightness=1 colour=1 sharpness=1 " + text);
    return settings;
}

Image applied(const Image& picture, const std::string& text, double pixel = 1) {
    Image result = picture.clone();
    apply(live_filters(with(text), true, pixel), result.span(), nullptr);
    return result;
}

Image of_colour(const std::array<double, 3>& colour) {
    return image_of({9, 7}, 3, [&](int, int, int c) { return colour[std::size_t(c)]; });
}

void expect_colour(const Image& picture, const std::array<double, 3>& colour) {
    for (int y = 0; y < picture.size().height; ++y)
        for (int i = 0; i < picture.row_stride(); ++i)
            ASSERT_NEAR(picture.row(y)[i], colour[std::size_t(i % 3)], 2e-4) << i << ", " << y;
}

// By hand with sRGB's curve and the luminance of its primaries.
TEST(LiveFilters, WorkInLight) {
    const Image plain = of_colour({0.6, 0.3, 0.2});
    expect_colour(applied(plain, "brightness=1.2"), {0.7191, 0.3646, 0.2464});
    expect_colour(applied(plain, "colour=1.3"), {0.6472, 0.2662, 0.0650});
    expect_colour(applied(plain, "brightness=0"), {0, 0, 0});
    for (const char* sharpness : {"sharpness=3", "sharpness=0.2"})
        expect_colour(applied(plain, sharpness), {0.6, 0.3, 0.2});
}

TEST(LiveFilters, NoneForWhatChangesNothing) {
    EXPECT_TRUE(live_filters(with(""), true, 1).empty());
    EXPECT_TRUE(live_filters(with("enhance=no brightness=2 sharpness=2"), true, 1).empty());
    EXPECT_TRUE(live_filters(with("colour=2"), false, 1).empty()) << "there are no colours";
    const auto all = live_filters(with("brightness=2 colour=2 sharpness=2"), true, 1);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].parameter, "brightness");
    EXPECT_EQ(all[1].parameter, "colour");
    EXPECT_EQ(all[2].parameter, "sharpness");
}

// How far the largest jump in a row goes, between black and half of white.
float contrast(const Image& picture) {
    const float* row = picture.row(picture.size().height / 2);
    float least = 1, most = 0;
    for (int x = 0; x < picture.size().width; ++x) {
        least = std::min(least, row[3 * x]);
        most = std::max(most, row[3 * x]);
    }
    return most - least;
}

TEST(LiveFilters, SharpenAndSoftenAsMuchOnAnyScale) {
    for (const int pixel : {1, 2}) {
        const Image stripes =
            image_of({40, 20}, 3, [=](int x, int, int) { return x / pixel % 2 ? 0.5 : 0.3; });
        EXPECT_GT(contrast(applied(stripes, "sharpness=1.5", pixel)), 0.25F);
        EXPECT_LT(contrast(applied(stripes, "sharpness=0.5", pixel)), 0.185F);
    }
}

// Nothing is cut off before the opacity has its say.
TEST(LiveFilters, LeaveAlphaAndMayLeaveTheRange) {
    const Image base = fading_waves({30, 20}, 4, 1);
    const Image result = applied(base, "brightness=3 colour=4");
    float least = 0, most = 1;
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 30; ++x) {
            ASSERT_NEAR(result.row(y)[4 * x + 3], base.row(y)[4 * x + 3], 1e-5);
            for (int c = 0; c < 3; ++c) {
                least = std::min(least, result.row(y)[4 * x + c]);
                most = std::max(most, result.row(y)[4 * x + c]);
            }
        }
    EXPECT_LT(least, -0.1F);
    EXPECT_GT(most, 1.5F);
}

} // namespace
} // namespace style_transfer
