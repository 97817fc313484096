// SPDX-License-Identifier: GPL-3.0-or-later
// Finishing against NumPy (tests/reference/finishing.py), and what does not depend on numbers.
#include "engine/finishing/finisher.h"

#include "engine/finishing/enhancement.h"
#include "engine/settings/parameters.h"
#include "tests/support/golden.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace style_transfer {
namespace {

using namespace testing;

using test::golden;
using test::Json;

constexpr Size golden_size{320, 200};

Image made(Size size, auto value) {
    return image_of(
        size, 3, [&](int x, int y, int c) { return std::clamp(value(x, y, c), 0.0, 1.0); });
}

// As in finishing.py.
Image painting(Size size = golden_size) {
    return made(size, [](double x, double y, double c) {
        return 0.5 + 0.3 * std::sin(0.05 * x + 0.9 * c) * std::cos(0.11 * y) +
               0.15 * std::sin(1.9 * x * y);
    });
}

Image photo(Size size = golden_size) {
    return made(size, [](double x, double y, double c) {
        return 0.45 + 0.25 * std::sin(0.021 * x * (c + 1) + 0.3) * std::sin(0.03 * y + c) +
               0.1 * std::cos(0.7 * x + 1.3 * y) + 0.06 * std::sin(2.5 * x);
    });
}

Settings settings_of_text(const std::string& text) {
    Settings settings;
    settings.enhance = false;
    apply_text(settings, text);
    return settings;
}

Image finished(const std::string& text) {
    Image picture = painting();
    finish(settings_of_text(text), picture.span(), photo().view());
    return picture;
}

double largest_difference(const Image& one, const Image& other) {
    double largest = 0;
    for (int y = 0; y < one.size().height; ++y)
        for (int i = 0; i < one.row_stride(); ++i)
            largest = std::max(largest, std::abs(double(one.row(y)[i]) - other.row(y)[i]));
    return largest;
}

TEST(Finisher, IsNumPys) {
    const Json& document = golden("finishing.json");
    ASSERT_EQ(
        (Size{document.at("width").get<int>(), document.at("height").get<int>()}), golden_size);
    for (const Json& one : document.at("cases")) {
        const Image found = finished(one.at("settings"));
        for (std::size_t i = 0; i < one.at("pixels").size(); ++i) {
            const Json& place = document.at("places")[i];
            const float* pixel = found.row(place[1]) + 3 * place[0].get<int>();
            for (std::size_t c = 0; c < 3; ++c)
                EXPECT_NEAR(pixel[c], one.at("pixels")[i][c].get<double>(), 2e-3)
                    << one.at("settings") << " at " << place;
        }
    }
}

TEST(Finisher, ByDefaultThePaintingStaysAsItIs) {
    EXPECT_EQ(largest_difference(finished(""), painting()), 0);
    EXPECT_FALSE(finishing_needs_photo(Settings{}));
}

TEST(Finisher, FromPhotoToPaintingWithOpacity) {
    EXPECT_EQ(largest_difference(finished("opacity=0 palette=toned fine-detail=50"), photo()), 0);
    double last = -1;
    for (const int opacity : {0, 10, 25, 50, 75, 90, 100}) {
        const double now = mean_difference(finished("opacity=" + std::to_string(opacity)), photo());
        EXPECT_GT(now, last) << opacity;
        last = now;
    }
}

TEST(Finisher, EachBandBringsThePhotoNearer) {
    for (const std::string band : {"fine-detail=", "medium-detail=", "coarse-detail="}) {
        double last = mean_difference(painting(), photo());
        for (const int share : {25, 50, 75, 100}) {
            const double now = mean_difference(finished(band + std::to_string(share)), photo());
            EXPECT_LT(now, last) << band << share;
            last = now;
        }
    }
}

// What a window shows of a large picture is what the picture then is, seen from farther away.
TEST(Finisher, LooksTheSameAtEachSize) {
    const Size large{800, 500}, small{400, 250};
    const Image fine_photo = photo(large);
    const Image fine_painting = made(large, [](double x, double y, double c) {
        return 0.4 + 0.2 * std::sin(0.35 * x + c) + 0.2 * std::sin(0.3 * y);
    });
    const Finisher finisher(fine_painting.view(), fine_photo.view());
    for (const char* text :
         {"opacity=40", "medium-detail=100 coarse-detail=60", "palette=toned",
          "enhance=yes brightness=1 colour=1 sharpness=2"}) {
        const Settings settings = settings_of_text(text);
        Image whole = fine_painting.clone();
        finisher.finish(settings, whole.span(), fine_photo.view(), whole_frame(large), 2);
        const Image wanted = area_means(whole.view(), small);
        Image shown = area_means(fine_painting.view(), small);
        const Image small_photo = area_means(fine_photo.view(), small);
        finisher.finish(settings, shown.span(), small_photo.view(), whole_frame(small), 1);
        EXPECT_LT(mean_difference(shown, wanted), 1.5 / 255) << text;
        EXPECT_GT(mean_difference(area_means(fine_painting.view(), small), wanted), 3.0 / 255)
            << text;
    }
}

TEST(Finisher, PartsAreThoseOfTheWhole) {
    const Image painted = painting(), base = photo();
    const Finisher finisher(painted.view(), base.view());
    const Settings settings =
        settings_of_text("fine-detail=40 coarse-detail=70 palette=toned enhance=yes opacity=80");
    for (const double pixel : {1.0, 2.5}) {
        const int margin = sharpening_margin(pixel);
        Image whole = painted.clone();
        finisher.finish(settings, whole.span(), base.view(), whole_frame(golden_size), pixel);
        const Area area{90, 60, {80, 50}};
        const auto part_of = [&](const Image& image) {
            return ImageView{image.row(area.y) + 3 * area.x, area.size, 3, image.row_stride()};
        };
        Image part = Image::copy_of(part_of(painted));
        finisher.finish(settings, part.span(), part_of(base), {area, golden_size}, pixel);
        for (int y = margin; y < area.size.height - margin; ++y)
            for (int x = margin; x < area.size.width - margin; ++x)
                ASSERT_NEAR(part.row(y)[3 * x], part_of(whole).row(y)[3 * x], 1e-6)
                    << x << ' ' << y;
    }
}

// The gray numbers of these colours' lightness in OKLab, by Ottosson's formulas.
TEST(Finisher, WithoutColoursOnlyLightnessIsLeft) {
    const RgbSpace gray = RgbSpace().without_colours();
    for (const char* text : {"", "palette=photo", "palette=toned"}) {
        Image painted = Image::create({2, 1}, 3);
        std::ranges::copy(std::array{1.0F, 0.0F, 0.0F, 0.2F, 0.9F, 0.4F}, painted.row(0));
        const Image base = photo({2, 1});
        finish(settings_of_text(text), painted.span(), base.view(), gray);
        for (int c = 0; c < 3; ++c) {
            EXPECT_NEAR(painted.row(0)[c], 0.53474, 5e-4) << text;
            EXPECT_NEAR(painted.row(0)[3 + c], 0.75662, 5e-4) << text;
        }
    }
}

TEST(Finisher, NothingIsNotANumber) {
    Image painted = painting({33, 1}), base = photo({33, 1});
    painted.row(0)[4] = NAN;
    base.row(0)[9] = INFINITY;
    base.row(0)[10] = NAN;
    finish(
        settings_of_text("fine-detail=40 palette=photo enhance=yes opacity=50"), painted.span(),
        base.view());
    for (int i = 0; i < painted.row_stride(); ++i)
        EXPECT_TRUE(std::isfinite(painted.row(0)[i])) << i;
}

} // namespace
} // namespace style_transfer
