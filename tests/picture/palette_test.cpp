// SPDX-License-Identifier: GPL-3.0-or-later
// Whose colours a result has. OKLab's numbers are those that its author gives.
#include "engine/picture/palette.h"

#include "engine/picture/oklab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace style_transfer {
namespace {

// Colours that are not on one line or plane, within [0.5 − spread, 0.5 + spread].
Image coloured(Size size, float spread, float phase, int channels = 3) {
    Image image = Image::create(size, channels);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c)
                image.row(y)[x * channels + c] =
                    c == 3 ? 1.0F
                           : 0.5F + spread * std::sin(
                                                 phase + 0.7F * float(x) +
                                                 float(c + 1) * (0.4F + 0.9F * float(y)));
    return image;
}

Colour at(const Image& image, int x, int y) {
    const float* pixel = image.row(y) + std::ptrdiff_t{x} * image.channels();
    return {pixel[0], pixel[1], pixel[2]};
}

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

TEST(Oklab, HasTheKnownNumbers) {
    const auto expect = [](const Colour& rgb, const Colour& lab) {
        const Colour found = oklab(rgb), back = rgb_of(found);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_NEAR(found[i], lab[i], 1e-4);
            EXPECT_NEAR(back[i], rgb[i], 1e-4);
        }
    };
    expect({1, 1, 1}, {1, 0, 0});
    expect({1, 0, 0}, {0.62796F, 0.22486F, 0.12585F});
    expect({0, 1, 0}, {0.86644F, -0.23389F, 0.17950F});
    expect({0, 0, 1}, {0.45201F, -0.03246F, -0.31153F});
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

TEST(PhotoColours, AllOfThem) {
    const Image photo = coloured({33, 21}, 0.1F, 2);
    Image picture = coloured({33, 21}, 0.25F, 4);
    const Image before = picture.clone();
    PhotoColours(photo.view(), PhotoColours::Kind::all).apply(picture.span());
    for (int y = 0; y < 21; ++y)
        for (int x = 0; x < 33; ++x) {
            const Colour lab = oklab(at(picture, x, y)), wanted = oklab(at(photo, x, y));
            EXPECT_NEAR(lab[0], oklab(at(before, x, y))[0], 1e-3);
            EXPECT_NEAR(lab[1], wanted[1], 1e-3);
            EXPECT_NEAR(lab[2], wanted[2], 1e-3);
        }
}

TEST(PhotoColours, WhatDoesNotExistIsPaler) {
    // Pure blue's chroma at the lightness of light grey.
    Image photo = Image::create({1, 1}, 3), picture = Image::create({1, 1}, 3);
    photo.row(0)[2] = 1;
    std::fill_n(picture.row(0), 3, 0.9F);
    PhotoColours(photo.view(), PhotoColours::Kind::all).apply(picture.span());
    const Colour rgb = at(picture, 0, 0), lab = oklab(rgb), blue = oklab({0, 0, 1});
    EXPECT_NEAR(lab[0], oklab({0.9F, 0.9F, 0.9F})[0], 2e-3);
    EXPECT_NEAR(lab[1] / lab[2], blue[1] / blue[2], 0.02) << "the same hue";
    EXPECT_LT(lab[2], -0.02);
    EXPECT_GT(lab[2], blue[2] / 2);
    EXPECT_LE(rgb[2], 1);
}

TEST(PhotoColours, TheirTones) {
    // A photo of two colours, left and right; a picture of grey with fine coloured stripes.
    const Size size{240, 120};
    Image photo = Image::create(size, 3), picture = Image::create(size, 3);
    const Colour left{0.6F, 0.45F, 0.4F}, right{0.4F, 0.45F, 0.6F};
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c) {
                photo.row(y)[3 * x + c] = (x < 120 ? left : right)[std::size_t(c)];
                picture.row(y)[3 * x + c] = 0.5F + (x % 2 == 0 ? 0.03F : -0.03F) * float(c - 1);
            }
    const Image before = picture.clone();
    PhotoColours(photo.view(), PhotoColours::Kind::tones).apply(picture.span());
    const auto pair_mean = [](const Image& image, int x, std::size_t axis) {
        return (oklab(at(image, x, 60))[axis] + oklab(at(image, x + 1, 60))[axis]) / 2;
    };
    const auto stripe = [](const Image& image, int x, std::size_t axis) {
        return oklab(at(image, x, 60))[axis] - oklab(at(image, x + 1, 60))[axis];
    };
    for (const std::size_t axis : {1, 2}) {
        EXPECT_NEAR(pair_mean(picture, 40, axis), oklab(left)[axis], 1e-3);
        EXPECT_NEAR(pair_mean(picture, 200, axis), oklab(right)[axis], 1e-3);
        EXPECT_NEAR(stripe(picture, 40, axis), stripe(before, 40, axis), 1e-3);
    }
    EXPECT_NEAR(oklab(at(picture, 40, 60))[0], oklab(at(before, 40, 60))[0], 1e-3);
}

TEST(PhotoColours, SmallAndBrokenPictures) {
    for (const Size size : {Size{1, 1}, Size{40, 1}, Size{1, 40}, Size{3, 2}}) {
        Image photo = coloured(size, 0.2F, 1), picture = coloured(size, 0.2F, 2);
        picture.row(0)[0] = NAN;
        photo.row(0)[1] = INFINITY;
        for (const auto kind : {PhotoColours::Kind::all, PhotoColours::Kind::tones}) {
            PhotoColours(photo.view(), kind).apply(picture.span());
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x)
                    for (const float value : at(picture, x, y))
                        EXPECT_TRUE(value >= 0 && value <= 1) << value;
        }
    }
}

} // namespace
} // namespace style_transfer
