// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/mask_copy.h"

#include "tests/plugin/fake_host.h"

#include <gegl.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

namespace style_transfer {
namespace {

using testing::plain_buffer;

// 16 × 16 pixels: every value of 8 bits once.
template <typename Number>
BufferPointer ramp(const char* format, int step) {
    BufferPointer buffer = plain_buffer(format, {16, 16}, {});
    std::vector<Number> values(256);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = Number(int(i) * step);
    gegl_buffer_set(
        buffer.get(), nullptr, 0, babl_format(format), values.data(), GEGL_AUTO_ROWSTRIDE);
    return buffer;
}

template <typename Number>
std::vector<Number> written(const MaskCopy& mask, const char* format, Size size) {
    const BufferPointer buffer = plain_buffer(format, size, {});
    mask.write(buffer.get());
    std::vector<Number> values(std::size_t(size.width) * std::size_t(size.height));
    gegl_buffer_get(
        buffer.get(), gegl_buffer_get_extent(buffer.get()), 1.0, babl_format(format), values.data(),
        GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
    return values;
}

TEST(MaskCopy, ComesBackExactly) {
    MaskCopy mask;
    EXPECT_TRUE(mask.empty());
    mask.multiply(ramp<std::uint8_t>("Y u8", 1).get(), {0, 0, {16, 16}});
    EXPECT_FALSE(mask.empty());
    std::vector<std::uint8_t> expected(256);
    std::iota(expected.begin(), expected.end(), std::uint8_t{0});
    EXPECT_EQ(written<std::uint8_t>(mask, "Y u8", {16, 16}), expected);
}

TEST(MaskCopy, TakesAPartAndNothingFromOutside) {
    MaskCopy mask;
    mask.multiply(ramp<std::uint8_t>("Y u8", 1).get(), {14, -1, {3, 3}});
    EXPECT_EQ(
        written<std::uint8_t>(mask, "Y u8", {3, 3}),
        (std::vector<std::uint8_t>{0, 0, 0, 14, 15, 0, 30, 31, 0}));
}

TEST(MaskCopy, OfTwoIsTheirProduct) {
    MaskCopy mask;
    mask.multiply(ramp<std::uint16_t>("Y u16", 257).get(), {0, 4, {3, 1}});
    mask.multiply(plain_buffer("Y float", {9, 9}, {0.25F, 0.25F, 0.25F, 1}).get(), {1, 1, {3, 1}});
    const auto values = written<float>(mask, "Y float", {3, 1});
    // The colour is given gamma-encoded: 0.25 is ((0.25 + 0.055) / 1.055)^2.4 in light.
    for (int x = 0; x < 3; ++x)
        EXPECT_NEAR(values[std::size_t(x)], float(64 + x) / 255 * 0.0508761F, 1e-5F) << x;
}

} // namespace
} // namespace style_transfer
