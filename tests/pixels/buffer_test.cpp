// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/buffer.h"

#include "engine/base/error.h"
#include "engine/pixels/handles.h"
#include "engine/pixels/working_images.h"
#include "tests/support/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace style_transfer {
namespace {

using namespace testing;

// Not sRGB: other primaries and a curve of 2.2.
const Babl* other_space() {
    return babl_space("Adobish");
}

BufferHandle buffer_of(const char* encoding, const Babl* space, Size size, int x = 0, int y = 0) {
    const GeglRectangle extent{x, y, size.width, size.height};
    return BufferHandle(gegl_buffer_new(&extent, babl_format_with_space(encoding, space)));
}

TEST(Buffer, ReadsAnyPrecisionInItsOwnSpace) {
    for (const Babl* space : {babl_space("sRGB"), other_space()}) {
        const BufferHandle buffer = buffer_of("R'G'B' u8", space, {2, 2}, -7, 5);
        const unsigned char bytes[12] = {222, 20, 11, 0, 128, 255, 1, 2, 3, 250, 251, 252};
        gegl_buffer_set(
            buffer.get(), gegl_buffer_get_extent(buffer.get()), 0,
            babl_format_with_space("R'G'B' u8", space), bytes, GEGL_AUTO_ROWSTRIDE);
        const Image image = read_buffer(buffer.get());
        ASSERT_EQ(image.size(), (Size{2, 2}));
        ASSERT_EQ(image.channels(), 3);
        std::vector<float> expected;
        for (unsigned char byte : bytes)
            expected.push_back(float(byte) / 255.0F);
        EXPECT_LT(largest_difference(image.view(), expected) * 255, 0.03);
    }
}

TEST(Buffer, LinearLightBecomesGammaEncoded) {
    const BufferHandle buffer = buffer_of("RGBA float", babl_space("sRGB"), {1, 1});
    const float linear[4] = {0.21404114F, 0.0F, 1.0F, 0.5F}; // sRGB 0.5, 0, 1
    gegl_buffer_set(
        buffer.get(), nullptr, 0, babl_format("RGBA float"), linear, GEGL_AUTO_ROWSTRIDE);
    const Image image = read_buffer(buffer.get());
    EXPECT_LT(largest_difference(image.view(), {0.5F, 0, 1, 0.5F}), 1e-4);
}

// A layer of floating-point numbers may hold any; what is done to its picture is for numbers.
TEST(Buffer, WhatIsNoNumberIsBlack) {
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    const BufferHandle buffer = buffer_of("R'G'B'A float", babl_space("sRGB"), {2, 1});
    const float numbers[8] = {none, 0.5F, 3, 1, infinite, -infinite, 0.25F, none};
    gegl_buffer_set(
        buffer.get(), nullptr, 0, babl_format("R'G'B'A float"), numbers, GEGL_AUTO_ROWSTRIDE);
    const Image image = read_buffer(buffer.get());
    EXPECT_LT(largest_difference(image.view(), {0, 0.5F, 3, 1, 0, 0, 0.25F, 0}), 1e-6);
}

TEST(Buffer, GrayBecomesEqualChannelsAndBack) {
    const BufferHandle buffer = buffer_of("Y'A u8", babl_space("sRGB"), {2, 1});
    const unsigned char gray[4] = {77, 255, 200, 100};
    gegl_buffer_set(buffer.get(), nullptr, 0, babl_format("Y'A u8"), gray, GEGL_AUTO_ROWSTRIDE);
    const Image image = read_buffer(buffer.get());
    EXPECT_LT(
        largest_difference(
            image.view(), {77 / 255.0F, 77 / 255.0F, 77 / 255.0F, 1, 200 / 255.0F, 200 / 255.0F,
                           200 / 255.0F, 100 / 255.0F}),
        1e-5);
    write_buffer(image.view(), buffer.get());
    unsigned char back[4] = {};
    const GeglRectangle whole{0, 0, 2, 1};
    gegl_buffer_get(
        buffer.get(), &whole, 1.0, babl_format("Y'A u8"), back, GEGL_AUTO_ROWSTRIDE,
        GEGL_ABYSS_NONE);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(back[i], gray[i]);
}

TEST(Buffer, WritesWhatItReads) {
    for (const Babl* space : {babl_space("sRGB"), other_space()})
        for (const char* encoding : {"R'G'B' u8", "R'G'B'A u8", "R'G'B' u16", "RGBA float"}) {
            SCOPED_TRACE(encoding);
            const BufferHandle buffer = buffer_of(encoding, space, {256, 3}, 4, -9);
            const bool alpha = babl_format_has_alpha(gegl_buffer_get_format(buffer.get())) != 0;
            Image image = Image::create({256, 3}, alpha ? 4 : 3);
            for (int y = 0; y < 3; ++y)
                for (int i = 0; i < 256 * image.channels(); ++i)
                    image.row(y)[i] = float((i + y) % 256) / 255.0F;
            write_buffer(image.view(), buffer.get());
            const Image back = read_buffer(buffer.get());
            ASSERT_EQ(back.channels(), image.channels());
            double largest = 0;
            for (int y = 0; y < 3; ++y)
                for (int i = 0; i < 256 * image.channels(); ++i) {
                    const int x = i / image.channels();
                    // Colour is lost where alpha is 0 in some formats.
                    if (!alpha || image.row(y)[x * 4 + 3] > 0)
                        largest = std::max(
                            largest, std::abs(double{back.row(y)[i]} - double{image.row(y)[i]}));
                }
            // In babl a curve of 2.2 is 0.39 steps off beside black.
            EXPECT_LT(largest * 255, 0.4);
        }
}

TEST(Buffer, ThreeChannelsAreOpaqueAndRowsMayHavePadding) {
    const BufferHandle buffer = buffer_of("R'G'B'A u8", babl_space("sRGB"), {2, 2});
    const float padded[] = {0, 1, 0, 1, 0, 1, 9, 9, 1, 1, 1, 0, 0, 0, 9, 9};
    write_buffer({padded, {2, 2}, 3, 8}, buffer.get());
    const Image image = read_buffer(buffer.get());
    EXPECT_LT(
        largest_difference(image.view(), {0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1}), 1e-5);
    EXPECT_THROW(write_buffer({padded, {2, 1}, 3, 8}, buffer.get()), Error);
}

Settings settings_of_size(int size, double stroke_scale = 1) {
    Settings settings;
    settings.size = size;
    settings.stroke_scale = stroke_scale;
    return settings;
}

TEST(WorkingImages, StylesAreNotEnlarged) {
    const Image base = Image::create({300, 200}, 4);
    const std::vector<Style> styles = one_style(Image::create({40, 90}, 3));
    const WorkingImages large = make_working_images(base.view(), styles, settings_of_size(600));
    EXPECT_EQ(large.base.size(), (Size{600, 400}));
    EXPECT_EQ(large.base.channels(), 4);
    EXPECT_EQ(large.styles.front().picture.size(), (Size{40, 90}));
    const WorkingImages small = make_working_images(base.view(), styles, settings_of_size(60));
    EXPECT_EQ(small.base.size(), (Size{60, 40}));
    EXPECT_EQ(small.styles.front().picture.size(), (Size{27, 60}));
}

TEST(WorkingImages, TheStyleScaleChangesTheStyleAlone) {
    const Image base = Image::create({300, 200}, 3);
    const std::vector<Style> styles = one_style(Image::create({40, 90}, 3));
    const WorkingImages twice = make_working_images(base.view(), styles, settings_of_size(600, 2));
    EXPECT_EQ(twice.base.size(), (Size{600, 400}));
    EXPECT_EQ(twice.styles.front().picture.size(), (Size{80, 180}));
    const WorkingImages half = make_working_images(base.view(), styles, settings_of_size(60, 0.5));
    EXPECT_EQ(half.styles.front().picture.size(), (Size{13, 30}));
    const WorkingImages least = make_working_images(base.view(), styles, settings_of_size(60, 0.1));
    EXPECT_EQ(least.styles.front().picture.size(), (Size{7, 16}));
}

} // namespace
} // namespace style_transfer
