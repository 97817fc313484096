// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/coarse_grid.h"

#include "tests/support/images.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

using namespace testing;

void first_channel(const float* pixel, float* value) {
    *value = *pixel;
}

TEST(AreaMeans, AreMeans) {
    const Image image =
        image_of({4, 2}, 3, [](int x, int y, int c) { return x + 10 * y + 100 * c; });
    const Image means = area_means(image.view(), {2, 1});
    ASSERT_EQ(means.size(), (Size{2, 1}));
    EXPECT_EQ(means.row(0)[0], (0 + 1 + 10 + 11) / 4.0F);
    EXPECT_EQ(means.row(0)[5], (202 + 203 + 212 + 213) / 4.0F);
    EXPECT_EQ(area_means(image.view(), {9, 9}).size(), image.size()) << "enlarges nothing";
}

TEST(AreaMeans, CountWhatIsVisible) {
    // Half of each pair is hidden, and has another colour.
    const Image image = image_of({4, 1}, 4, [](int x, int, int c) {
        return c == 3 ? x % 2 : x % 2 == 0 ? 50 : 0.25 * c;
    });
    const Image means = area_means(image.view(), {2, 1});
    for (int x = 0; x < 2; ++x) {
        EXPECT_FLOAT_EQ(means.row(0)[4 * x + 2], 0.5F);
        EXPECT_FLOAT_EQ(means.row(0)[4 * x + 3], 0.5F);
    }
}

// A slope is its own low frequency, at whatever size and in whatever part it is looked at.
TEST(CoarseGrid, IsTheSameAtEachSize) {
    const Image image = image_of({120, 60}, 3, [](int x, int, int) { return x + 0.5; });
    const CoarseGrid grid(image.view(), 12, 1, first_channel);
    std::vector<float> row;
    grid.read_row({{30, 10, {50, 20}}, {120, 60}}, 7, row);
    ASSERT_EQ(row.size(), 50u);
    for (int x = 0; x < 50; ++x)
        EXPECT_NEAR(row[std::size_t(x)], 30 + x + 0.5, 1e-4);
    grid.read_row({{90, 0, {180, 180}}, {360, 180}}, 100, row);
    for (int x = 0; x < 180; ++x)
        EXPECT_NEAR(row[std::size_t(x)], (90 + x + 0.5) / 3, 1e-4);
}

TEST(CoarseGrid, AddsACoarserOne) {
    const Image image = image_of({64, 64}, 3, [](int, int y, int) { return y + 0.5; });
    CoarseGrid fine(image.view(), 16, 1, first_channel);
    fine.add(CoarseGrid(image.view(), 8, 1, first_channel), -0.5F);
    std::vector<float> row;
    fine.read_row(whole_frame({64, 64}), 30, row);
    EXPECT_NEAR(row[20], 30.5 / 2, 1e-4);
}

} // namespace
} // namespace style_transfer
