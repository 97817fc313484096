// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/resample.h"

#include "tests/support/images.h"
#include "tests/support/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace style_transfer {
namespace {

using namespace testing;

double encoded(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

double decoded(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

struct Scaling {
    Size from;
    Size to;
};
const Scaling scalings[] = {
    {{300, 200}, {100, 67}}, {{300, 200}, {123, 45}}, {{100, 80}, {250, 200}},
    {{100, 80}, {101, 81}},  {{64, 64}, {63, 64}},    {{1000, 700}, {64, 45}},
    {{5, 3}, {64, 38}},      {{1, 1}, {16, 16}},      {{16, 1}, {32, 2}},
    {{300, 200}, {1, 1}},    {{2000, 10}, {100, 1}},  {{1, 999}, {1, 16}},
    {{700, 1}, {9100, 13}},  {{2, 12000}, {1, 600}},
};

TEST(Resample, ConstantStaysConstantUpToTheBorder) {
    for (const Scaling& scaling : scalings)
        for (int channels : {3, 4}) {
            const auto constant = [](int, int, int c) { return 0.3 + 0.2 * c; };
            const Image result =
                resample(image_of(scaling.from, channels, constant).view(), scaling.to);
            ASSERT_EQ(result.size(), scaling.to);
            ASSERT_EQ(result.channels(), channels);
            for (int y = 0; y < scaling.to.height; ++y)
                for (int x = 0; x < scaling.to.width; ++x)
                    for (int c = 0; c < channels; ++c)
                        ASSERT_NEAR(result.row(y)[x * channels + c], constant(x, y, c), 2e-6)
                            << scaling.from.width << " to " << scaling.to.width << " at " << x
                            << "," << y;
        }
}

TEST(Resample, SameSizeIsAnExactCopy) {
    const Image image =
        image_of({17, 9}, 4, [](int x, int y, int c) { return x * 0.1 - y * 0.3 + c * 1e-7; });
    const Image copy = resample(image.view(), {17, 9});
    for (int y = 0; y < 9; ++y)
        for (int i = 0; i < 17 * 4; ++i)
            ASSERT_EQ(copy.row(y)[i], image.row(y)[i]);
}

// Three and two waves over the whole picture in linear light, whatever its size: the value at a
// pixel's centre is known without any resampling. A shift by half a source pixel would show as an
// error of 0.02 and more.
TEST(Resample, KeepsTheCentresOfThePixels) {
    const auto wave = [](double u, double v, int c) {
        constexpr double turn = 2 * std::numbers::pi;
        return 0.5 + 0.3 * std::sin(3 * turn * u + c) * std::cos(2 * turn * v);
    };
    for (const Scaling& scaling :
         {Scaling{{90, 60}, {60, 40}}, Scaling{{120, 90}, {40, 30}}, Scaling{{60, 50}, {150, 125}},
          Scaling{{60, 50}, {61, 51}}, Scaling{{60, 50}, {33, 90}}}) {
        const auto pattern = [&](Size size) {
            return image_of(size, 3, [&](int x, int y, int c) {
                return encoded(wave((x + 0.5) / size.width, (y + 0.5) / size.height, c));
            });
        };
        const Image result = resample(pattern(scaling.from).view(), scaling.to);
        const Image expected = pattern(scaling.to);
        double sum = 0;
        double largest = 0;
        int count = 0;
        // The outermost eighth is left out: what lies beyond the border is not known there.
        for (int y = scaling.to.height / 8; y < scaling.to.height * 7 / 8; ++y)
            for (int x = scaling.to.width / 8; x < scaling.to.width * 7 / 8; ++x)
                for (int c = 0; c < 3; ++c) {
                    const double difference = decoded(double{result.row(y)[x * 3 + c]}) -
                                              decoded(double{expected.row(y)[x * 3 + c]});
                    sum += difference;
                    largest = std::max(largest, std::abs(difference));
                    ++count;
                }
        EXPECT_LT(largest, 0.015) << scaling.from.width << " to " << scaling.to.width;
        EXPECT_LT(std::abs(sum / count), 0.001);
    }
}

// Fine black and white stripes are gray of half the light from afar, not of half the number.
TEST(Resample, AveragesLight) {
    const Image stripes = image_of({400, 400}, 3, [](int x, int, int) { return x % 2; });
    const Image small = resample(stripes.view(), {50, 50});
    EXPECT_NEAR(small.row(25)[25 * 3], encoded(0.5), 0.03);
}

// A transparent pixel's colour must not show beside an opaque one: unweighted, red would be 0.75
// and green 0.25 half-way. (lohalo's contrast curve leaves colour and alpha slightly apart.)
TEST(Resample, TransparentColoursDoNotBleed) {
    const Image image = image_of({80, 80}, 4, [](int x, int, int c) {
        const bool opaque = x < 40;
        return c == 0 ? (opaque ? 0.5 : 1.0) : c == 3 ? double(opaque) : (opaque ? 0.5 : 0.0);
    });
    for (Size size : {Size{31, 31}, Size{200, 200}}) {
        const Image result = resample(image.view(), size);
        int between = 0;
        for (int x = 0; x < size.width; ++x) {
            const float* pixel = result.row(size.height / 2) + x * 4;
            if (pixel[3] > 0.05F) {
                EXPECT_NEAR(pixel[0], 0.5, 0.06) << x;
                EXPECT_NEAR(pixel[1], 0.5, 0.06) << x;
            }
            EXPECT_NEAR(pixel[3], 0.5, 0.5);
            between += pixel[3] > 0.05F && pixel[3] < 0.95F;
        }
        EXPECT_GE(between, 1);
    }
}

} // namespace
} // namespace style_transfer
