// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/full_size.h"

#include "engine/pixels/resample.h"

#include <gtest/gtest.h>

#include <cmath>

namespace style_transfer {
namespace {

Image made(Size size, auto value) {
    Image image = Image::create(size, 3);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c)
                image.row(y)[3 * x + c] = float(value(x, y, c));
    return image;
}

double error(const Image& one, const Image& other) {
    double sum = 0;
    for (int y = 0; y < one.size().height; ++y)
        for (int i = 0; i < one.row_stride(); ++i)
            sum += std::pow(double(one.row(y)[i]) - other.row(y)[i], 2);
    return std::sqrt(sum / (double(one.row_stride()) * one.size().height));
}

// Large shapes and, finer than a pixel of a third of the size, lines.
double photo(int x, int y, int) {
    return 0.5 + 0.2 * std::sin(x / 23.0) * std::cos(y / 31.0) + 0.12 * ((x / 2 + y / 3) % 2);
}

// What a style does to colour and tone, where `strokes` paints something else over it.
double painted(int x, int y, int c, bool strokes) {
    if (strokes)
        return 0.5 + 0.3 * std::sin(x / 5.0 + c) * std::sin(y / 7.0);
    constexpr double gain[] = {0.9, 0.6, 0.3};
    return 0.05 + 0.1 * c + gain[c] * photo(x, y, c);
}

const Size full{240, 180};
const Size working{80, 60};

TEST(FullSize, IsCloserToAFullSizeResultThanPlainEnlargement) {
    const Image base = made(full, photo);
    const Image wanted = made(full, [](int x, int y, int c) { return painted(x, y, c, false); });
    const Image result = resample(wanted.view(), working);
    const Image small = resample(base.view(), working);
    const double plain = error(resample(result.view(), full), wanted);
    const double guided = error(at_full_size(result.view(), small.view(), base.view()), wanted);
    EXPECT_GT(plain, 0.02); // there is detail to lose
    EXPECT_LT(guided, 0.5 * plain) << plain;
}

TEST(FullSize, BringsNothingBackThatTheStrokesHaveReplaced) {
    const Image base = made(full, photo);
    const Image wanted = made(full, [](int x, int y, int c) { return painted(x, y, c, true); });
    const Image result = resample(wanted.view(), working);
    const Image small = resample(base.view(), working);
    const double plain = error(resample(result.view(), full), wanted);
    const double guided = error(at_full_size(result.view(), small.view(), base.view()), wanted);
    const double photo_detail = error(resample(small.view(), full), base);
    EXPECT_LT(guided, plain + 0.35 * photo_detail);
}

// Enlarged pixels would show as steps at every third column and none between.
TEST(FullSize, HasNoBlocks) {
    const Image base = made(full, [](int x, int, int) { return 0.3 + 0.4 * x / 240.0; });
    const Image result =
        made(working, [](int x, int, int c) { return 0.2 + 0.1 * c + 0.4 * x / 80.0; });
    const Image small = resample(base.view(), working);
    const Image large = at_full_size(result.view(), small.view(), base.view());
    for (int x = 12; x < 228; ++x)
        EXPECT_NEAR(large.row(90)[3 * x + 3] - large.row(90)[3 * x], 0.4 / 240, 0.0005) << x;
}

TEST(FullSize, LeavesTheSameSizeAloneAndStaysInRange) {
    const Image base = made(working, photo);
    const Image result = made(working, [](int x, int y, int c) { return painted(x, y, c, true); });
    EXPECT_EQ(error(at_full_size(result.view(), base.view(), base.view()), result), 0);
    const Image large = made(full, [](int x, int y, int) { return (x + y) % 2; });
    const Image grey = resample(large.view(), working);
    const Image out = at_full_size(result.view(), grey.view(), large.view());
    for (int y = 0; y < full.height; ++y)
        for (int i = 0; i < out.row_stride(); ++i)
            ASSERT_TRUE(out.row(y)[i] >= 0 && out.row(y)[i] <= 1);
}

} // namespace
} // namespace style_transfer
