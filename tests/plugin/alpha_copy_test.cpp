// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/alpha_copy.h"

#include "plugin/host.h"

#include <gegl.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace style_transfer {
namespace {

constexpr GeglRectangle extent{0, 0, 7, 5};
constexpr std::size_t pixels = 7 * 5;

BufferPointer buffer_with(const char* format, const void* data) {
    BufferPointer buffer(gegl_buffer_new(&extent, babl_format(format)));
    gegl_buffer_set(buffer.get(), &extent, 0, babl_format(format), data, GEGL_AUTO_ROWSTRIDE);
    return buffer;
}

template <typename Component>
std::vector<Component> components_of(const BufferPointer& buffer, int per_pixel) {
    std::vector<Component> data(pixels * std::size_t(per_pixel));
    gegl_buffer_get(
        buffer.get(), &extent, 1.0, gegl_buffer_get_format(buffer.get()), data.data(),
        GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
    return data;
}

// Values that a way through 32-bit float would round.
std::uint32_t alpha_at(std::size_t i) {
    return std::uint32_t(0xfedcba91U - i * 0x01234567U);
}

TEST(AlphaCopy, IsExactAtThirtyTwoBits) {
    std::vector<std::uint32_t> source(pixels * 4);
    std::vector<std::uint32_t> target(pixels * 4);
    for (std::size_t i = 0; i < pixels; ++i) {
        source[i * 4 + 3] = alpha_at(i);
        for (std::size_t c = 0; c < 4; ++c)
            target[i * 4 + c] = std::uint32_t(1000 * i + c);
    }
    const auto from = buffer_with("R'G'B'A u32", source.data());
    const auto to = buffer_with("R'G'B'A u32", target.data());
    AlphaCopy::of(from.get()).write(to.get());
    for (std::size_t i = 0; i < pixels; ++i)
        target[i * 4 + 3] = alpha_at(i);
    EXPECT_EQ(components_of<std::uint32_t>(to, 4), target);
}

TEST(AlphaCopy, ServesGrayLayersToo) {
    std::vector<std::uint8_t> source(pixels * 2);
    std::vector<std::uint8_t> target(pixels * 2, 9);
    for (std::size_t i = 0; i < pixels; ++i)
        source[i * 2 + 1] = std::uint8_t(i * 7);
    const auto from = buffer_with("Y'A u8", source.data());
    const auto to = buffer_with("Y'A u8", target.data());
    AlphaCopy::of(from.get()).write(to.get());
    for (std::size_t i = 0; i < pixels; ++i)
        target[i * 2 + 1] = std::uint8_t(i * 7);
    EXPECT_EQ(components_of<std::uint8_t>(to, 2), target);
}

TEST(AlphaCopy, ConvertsWhenThePrecisionHasChanged) {
    std::vector<std::uint8_t> source(pixels * 4);
    for (std::size_t i = 0; i < pixels; ++i)
        source[i * 4 + 3] = std::uint8_t(i * 7);
    const std::vector<std::uint16_t> zero(pixels * 4);
    const auto from = buffer_with("R'G'B'A u8", source.data());
    const auto to = buffer_with("R'G'B'A u16", zero.data());
    AlphaCopy::of(from.get()).write(to.get());
    const auto result = components_of<std::uint16_t>(to, 4);
    for (std::size_t i = 0; i < pixels; ++i) {
        EXPECT_EQ(result[i * 4 + 3], i * 7 * 257) << i;
        EXPECT_EQ(result[i * 4], 0) << i;
    }
}

TEST(AlphaCopy, IsEmptyWithoutAlpha) {
    const std::vector<std::uint8_t> data(pixels * 3);
    const auto from = buffer_with("R'G'B' u8", data.data());
    EXPECT_TRUE(AlphaCopy::of(from.get()).empty());
}

} // namespace
} // namespace style_transfer
