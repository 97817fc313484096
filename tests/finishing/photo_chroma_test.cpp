// SPDX-License-Identifier: GPL-3.0-or-later
// Whose colours a result has. OKLab's numbers are those that its author gives.
#include "engine/finishing/finisher.h"
#include "tests/support/colours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {
namespace {

using testing::at;
using testing::coloured;

void take(Palette palette, const Image& photo, Image& picture) {
    Settings settings;
    settings.palette = palette;
    finish(settings, picture.span(), photo.view());
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

TEST(PhotoChroma, AllOfThem) {
    const Image photo = coloured({33, 21}, 0.1F, 2);
    Image picture = coloured({33, 21}, 0.25F, 4);
    const Image before = picture.clone();
    take(Palette::photo, photo, picture);
    for (int y = 0; y < 21; ++y)
        for (int x = 0; x < 33; ++x) {
            const Colour lab = oklab(at(picture, x, y)), wanted = oklab(at(photo, x, y));
            EXPECT_NEAR(lab[0], oklab(at(before, x, y))[0], 1e-3);
            EXPECT_NEAR(lab[1], wanted[1], 1e-3);
            EXPECT_NEAR(lab[2], wanted[2], 1e-3);
        }
}

TEST(PhotoChroma, WhatDoesNotExistIsPaler) {
    // Pure blue's chroma at the lightness of light grey.
    Image photo = Image::create({1, 1}, 3), picture = Image::create({1, 1}, 3);
    photo.row(0)[2] = 1;
    std::fill_n(picture.row(0), 3, 0.9F);
    take(Palette::photo, photo, picture);
    const Colour rgb = at(picture, 0, 0), lab = oklab(rgb), blue = oklab({0, 0, 1});
    EXPECT_NEAR(lab[0], oklab({0.9F, 0.9F, 0.9F})[0], 2e-3);
    EXPECT_NEAR(lab[1] / lab[2], blue[1] / blue[2], 0.02) << "the same hue";
    EXPECT_LT(lab[2], -0.02);
    EXPECT_GT(lab[2], blue[2] / 2);
    EXPECT_LE(rgb[2], 1);
}

TEST(PhotoChroma, TheirTones) {
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
    take(Palette::toned, photo, picture);
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

TEST(PhotoChroma, SmallAndBrokenPictures) {
    for (const Size size : {Size{1, 1}, Size{40, 1}, Size{1, 40}, Size{3, 2}}) {
        Image photo = coloured(size, 0.2F, 1), picture = coloured(size, 0.2F, 2);
        picture.row(0)[0] = NAN;
        photo.row(0)[1] = INFINITY;
        for (const auto palette : {Palette::photo, Palette::toned}) {
            take(palette, photo, picture);
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x)
                    for (const float value : at(picture, x, y))
                        EXPECT_TRUE(value >= 0 && value <= 1) << value;
        }
    }
}

} // namespace
} // namespace style_transfer
