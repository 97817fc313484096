// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/enlargement.h"

#include "engine/finishing/coarse_grid.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace style_transfer {
namespace {

using namespace testing;

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

Enlargement::Part
parts(const Image& result, const Image& small, const Image& base, const Area& area) {
    return Enlargement(result.view(), small.view(), base.size())
        .part(area, {base.row(area.y) + 3 * area.x, area.size, 3, base.row_stride()});
}

// As a result has it by itself: with all of the detail.
Image enlarged(const Image& result, const Image& small, const Image& base, float detail = 1) {
    Enlargement::Part part = parts(result, small, base, {0, 0, base.size()});
    for (int y = 0; !part.detail.empty() && y < base.size().height; ++y)
        for (int i = 0; i < base.row_stride(); ++i)
            part.painting.row(y)[i] += detail * part.detail.row(y)[i];
    return std::move(part.painting);
}

Image shrunk(const Image& image) {
    return area_means(image.view(), working);
}

TEST(Enlargement, IsCloserToAFullSizeResultThanWithoutDetail) {
    const Image base = image_of(full, 3, photo);
    const Image wanted =
        image_of(full, 3, [](int x, int y, int c) { return painted(x, y, c, false); });
    const Image result = shrunk(wanted), small = shrunk(base);
    const double plain = error(enlarged(result, small, base, 0), wanted);
    const double guided = error(enlarged(result, small, base), wanted);
    EXPECT_GT(plain, 0.02); // there is detail to lose
    EXPECT_LT(guided, 0.5 * plain) << plain;
}

TEST(Enlargement, BringsNothingBackThatTheStrokesHaveReplaced) {
    const Image base = image_of(full, 3, photo);
    const Image wanted =
        image_of(full, 3, [](int x, int y, int c) { return painted(x, y, c, true); });
    const Image result = shrunk(wanted), small = shrunk(base);
    const double plain = error(enlarged(result, small, base, 0), wanted);
    const double guided = error(enlarged(result, small, base), wanted);
    const double photo_detail = error(enlarged(small, small, base, 0), base);
    EXPECT_LT(guided, plain + 0.35 * photo_detail);
}

// Enlarged pixels would show as steps at every third column and none between.
TEST(Enlargement, HasNoBlocks) {
    const Image base = image_of(full, 3, [](int x, int, int) { return 0.3 + 0.4 * x / 240.0; });
    const Image result =
        image_of(working, 3, [](int x, int, int c) { return 0.2 + 0.1 * c + 0.4 * x / 80.0; });
    const Image large = enlarged(result, shrunk(base), base);
    for (int x = 12; x < 228; ++x)
        EXPECT_NEAR(large.row(90)[3 * x + 3] - large.row(90)[3 * x], 0.4 / 240, 0.0005) << x;
}

// Keys' interpolation is exact for polynomials of the second degree, whatever the factor.
TEST(Enlargement, IsExactForParabolas) {
    const auto parabola = [](double place) { return 0.1 + 0.5 * place + 0.3 * place * place; };
    const Image result =
        image_of(working, 3, [&](int x, int, int) { return parabola((x + 0.5) / working.width); });
    const Image base = image_of({200, 131}, 3, [](int, int, int) { return 0.5; });
    const Image large = enlarged(result, shrunk(base), base, 0);
    for (int x = 4; x < 196; ++x)
        EXPECT_NEAR(large.row(70)[3 * x], parabola((x + 0.5) / 200), 2e-6) << x;
}

TEST(Enlargement, PartsAreThoseOfTheWhole) {
    const Image base = image_of(full, 3, photo);
    const Image result =
        image_of(working, 3, [](int x, int y, int c) { return painted(x, y, c, true); });
    const Image small = shrunk(base);
    const Enlargement::Part all = parts(result, small, base, {0, 0, full});
    const Area area{37, 51, {70, 33}};
    const Enlargement::Part part = parts(result, small, base, area);
    for (int y = 0; y < area.size.height; ++y)
        for (int i = 0; i < 3 * area.size.width; ++i) {
            ASSERT_EQ(part.painting.row(y)[i], all.painting.row(area.y + y)[3 * area.x + i]);
            ASSERT_EQ(part.detail.row(y)[i], all.detail.row(area.y + y)[3 * area.x + i]);
        }
}

TEST(Enlargement, LeavesTheSameSizeAlone) {
    const Image base = image_of(working, 3, photo);
    const Image result =
        image_of(working, 3, [](int x, int y, int c) { return painted(x, y, c, true); });
    EXPECT_EQ(error(enlarged(result, base, base), result), 0);
    EXPECT_TRUE(parts(result, base, base, {0, 0, working}).detail.empty());
}

} // namespace
} // namespace style_transfer
