// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/enhancement.h"
#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace style_transfer {
namespace {

using test::golden;
using test::Json;

Image image_of(const Json& one, int channels = 3) {
    Image image = Image::create({one.at("width"), one.at("height")}, channels);
    const Json& pixels = one.at("pixels");
    std::size_t next = 0;
    for (int y = 0; y < image.size().height; ++y)
        for (int x = 0; x < image.size().width; ++x)
            for (int c = 0; c < 3; ++c)
                image.row(y)[x * channels + c] = pixels[next++].get<float>() / 255;
    return image;
}

// The pixels without alpha, in row order.
std::vector<double> colours(const Image& image) {
    std::vector<double> values;
    for (int y = 0; y < image.size().height; ++y)
        for (int x = 0; x < image.size().width; ++x)
            for (int c = 0; c < 3; ++c)
                values.push_back(double{image.row(y)[x * image.channels() + c]});
    return values;
}

double largest_difference(const std::vector<double>& found, const std::vector<double>& expected) {
    EXPECT_EQ(found.size(), expected.size());
    double largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) // not a number counts as a difference
        if (!(std::abs(found[i] - expected[i]) <= largest))
            largest = std::abs(found[i] - expected[i]);
    return largest;
}

class Enhancement : public testing::Test {
  protected:
    // Calls `check(case)` for each picture of the golden file.
    template <typename Check>
    static void each(const Check& check) {
        for (const Json& one : golden("enhancement.json").at("cases")) {
            SCOPED_TRACE(
                std::to_string(one.at("width").get<int>()) + "x" +
                std::to_string(one.at("height").get<int>()));
            check(one);
        }
    }
};

EnhancementFactors factors_of(const Json& numbers) {
    return {numbers.at(0), numbers.at(1), numbers.at(2)};
}

TEST_F(Enhancement, EachStepIsPillowsWithinOneOf255) {
    each([](const Json& one) {
        for (const Json& step : one.at("steps")) {
            EnhancementFactors factors{1, 1, 1};
            const std::string name = step.at("step");
            (name == "brightness" ? factors.brightness
             : name == "colour"   ? factors.colour
                                  : factors.sharpness) = step.at("factor");
            Image image = image_of(one);
            enhance(image.span(), factors);
            std::vector<double> found = colours(image);
            std::transform(found.begin(), found.end(), found.begin(), [](double value) {
                return std::round(255 * value);
            });
            EXPECT_LE(largest_difference(found, step.at("pixels")), 1)
                << name << " " << step.at("factor");
        }
    });
}

TEST_F(Enhancement, TheChainIsNumPys) {
    each([](const Json& one) {
        for (const Json& chain : one.at("chains")) {
            Image image = image_of(one);
            enhance(image.span(), factors_of(chain.at("factors")));
            EXPECT_LE(largest_difference(colours(image), chain.at("pixels")), 1e-5)
                << chain.at("factors");
        }
    });
}

TEST_F(Enhancement, AlphaIsLeftAloneAndChangesNothing) {
    each([](const Json& one) {
        for (const Json& chain : one.at("chains")) {
            Image image = image_of(one, 4);
            const auto alpha = [](int x, int y) {
                return static_cast<float>((x * 7 + y * 3) % 11) / 10;
            };
            for (int y = 0; y < image.size().height; ++y)
                for (int x = 0; x < image.size().width; ++x)
                    image.row(y)[4 * x + 3] = alpha(x, y);
            enhance(image.span(), factors_of(chain.at("factors")));
            EXPECT_LE(largest_difference(colours(image), chain.at("pixels")), 1e-5);
            for (int y = 0; y < image.size().height; ++y)
                for (int x = 0; x < image.size().width; ++x)
                    EXPECT_EQ(image.row(y)[4 * x + 3], alpha(x, y));
        }
    });
}

TEST_F(Enhancement, RowsMayHaveSpaceBetweenThem) {
    const Json& one = golden("enhancement.json").at("cases").back();
    const Image packed = image_of(one);
    const Size size = packed.size();
    const std::ptrdiff_t stride = 3 * size.width + 5;
    std::vector<float> pixels(static_cast<std::size_t>(stride * size.height), -7.0F);
    for (int y = 0; y < size.height; ++y)
        std::copy_n(packed.row(y), 3 * size.width, pixels.data() + y * stride);
    enhance({pixels.data(), size, 3, stride}, {});
    Image expected = packed.clone();
    enhance(expected.span(), {});
    for (int y = 0; y < size.height; ++y) {
        const float* row = pixels.data() + y * stride;
        EXPECT_TRUE(std::equal(row, row + 3 * size.width, expected.row(y)));
        EXPECT_TRUE(std::all_of(
            row + 3 * size.width, row + stride, [](float value) { return value == -7.0F; }));
    }
}

TEST_F(Enhancement, DefaultsAreThePublishedFactors) {
    const EnhancementFactors factors;
    EXPECT_EQ(factors.brightness, 1.2);
    EXPECT_EQ(factors.colour, 1.2);
    EXPECT_EQ(factors.sharpness, 1.2);
}

} // namespace
} // namespace style_transfer
