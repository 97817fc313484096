// SPDX-License-Identifier: GPL-3.0-or-later
// The style in the colours of the photo.
#include "engine/picture/palette.h"

#include "tests/support/colours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace style_transfer {
namespace {

using testing::at;
using testing::coloured;

struct Moments {
    std::array<double, 3> mean{};
    std::array<std::array<double, 3>, 3> covariance{};
};

// Of the columns from `first` on.
Moments moments_of(const Image& image, int first = 0) {
    Moments result;
    const double count = double(image.size().width - first) * image.size().height;
    const auto each = [&](const auto& use) {
        for (int y = 0; y < image.size().height; ++y)
            for (int x = first; x < image.size().width; ++x)
                use(at(image, x, y));
    };
    each([&](const Colour& colour) {
        for (std::size_t i = 0; i < 3; ++i)
            result.mean[i] += colour[i] / count;
    });
    each([&](const Colour& colour) {
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                result.covariance[i][j] +=
                    (colour[i] - result.mean[i]) * (colour[j] - result.mean[j]) / count;
    });
    return result;
}

void expect_same(const Moments& found, const Moments& expected) {
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(found.mean[i], expected.mean[i], 1e-5);
        for (std::size_t j = 0; j < 3; ++j)
            EXPECT_NEAR(found.covariance[i][j], expected.covariance[i][j], 1e-6);
    }
}

TEST(PaletteOf, HasMeanAndCovarianceOfTheBase) {
    const Image style = coloured({31, 20}, 0.3F, 1), base = coloured({23, 40}, 0.15F, 5);
    expect_same(moments_of(with_palette_of(style.view(), base.view())), moments_of(base));
}

TEST(PaletteOf, MovesNothingThatIsThereAlready) {
    const Image style = coloured({31, 20}, 0.3F, 1);
    const Image same = with_palette_of(style.view(), style.view());
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 31; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                EXPECT_NEAR(at(same, x, y)[c], at(style, x, y)[c], 1e-5);
}

TEST(PaletteOf, LooksAtWhatIsVisible) {
    const auto half_hidden = [](Image image) {
        for (int y = 0; y < image.size().height; ++y)
            for (int x = 0; x < 8; ++x) {
                float* pixel = image.row(y) + std::ptrdiff_t{x} * 4;
                pixel[0] = pixel[1] = NAN;
                pixel[2] = 40;
                pixel[3] = 0;
            }
        return image;
    };
    const Image style = half_hidden(coloured({31, 20}, 0.3F, 1, 4));
    const Image base = half_hidden(coloured({23, 40}, 0.15F, 5, 4));
    const Image result = with_palette_of(style.view(), base.view());
    expect_same(moments_of(result, 8), moments_of(base, 8));
    EXPECT_EQ(result.row(3)[4 * 8 + 3], 1);
    EXPECT_EQ(result.row(3)[4 * 7 + 3], 0);
}

// Neither has directions to turn.
TEST(PaletteOf, OneColour) {
    Image grey = Image::create({5, 4}, 3);
    for (int y = 0; y < 4; ++y)
        std::fill_n(grey.row(y), 15, 0.25F);
    const Image base = coloured({23, 40}, 0.15F, 5), style = coloured({31, 20}, 0.3F, 1);
    const Image from_grey = with_palette_of(grey.view(), base.view());
    const Image to_grey = with_palette_of(style.view(), grey.view());
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(at(from_grey, 2, 2)[c], moments_of(base).mean[c], 1e-5);
        EXPECT_NEAR(at(to_grey, 7, 11)[c], 0.25, 1e-5);
    }
}

} // namespace
} // namespace style_transfer
