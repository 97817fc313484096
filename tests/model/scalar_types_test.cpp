// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/kernel_layout.h"
#include "engine/model/scalar_types.h"
#include "tests/model/test_files.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace style_transfer {
namespace {

TEST(ScalarTypes, HalvesByHand) {
    EXPECT_EQ(float_from_half(0x3C00), 1.0F);
    EXPECT_EQ(float_from_half(0xC000), -2.0F);
    EXPECT_EQ(float_from_half(0x7BFF), 65504.0F);
    EXPECT_EQ(float_from_half(0x0400), 6.103515625e-5F);              // smallest normal, 2^-14
    EXPECT_EQ(float_from_half(0x0001), 5.9604644775390625e-8F);       // smallest subnormal, 2^-24
    EXPECT_EQ(float_from_half(0x83FF), -0.000060975551605224609375F); // -1023 · 2^-24
    EXPECT_TRUE(std::signbit(float_from_half(0x8000)) && float_from_half(0x8000) == 0);
    EXPECT_EQ(float_from_half(0x7C00), std::numeric_limits<float>::infinity());
    EXPECT_TRUE(std::isnan(float_from_half(0x7E00)));
}

using ScalarTypesMadeFiles = test::MadeFiles;

TEST_F(ScalarTypesMadeFiles, EveryHalfIsWhatNumPyMakesOfIt) {
    const std::string bytes = test::read_bytes(test::folder() / "halves.f32");
    ASSERT_EQ(bytes.size(), 65536 * sizeof(float));
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
        float expected = 0;
        std::memcpy(&expected, &bytes[bits * sizeof(float)], sizeof(float));
        const float found = float_from_half(std::uint16_t(bits));
        if (std::isnan(expected))
            ASSERT_TRUE(std::isnan(found)) << bits;
        else
            ASSERT_EQ(std::bit_cast<std::uint32_t>(found), std::bit_cast<std::uint32_t>(expected))
                << bits;
    }
}

TEST(ScalarTypes, DecodesUnalignedLittleEndian) {
    // 1.5 as F32 is 0x3FC00000, as F64 0x3FF8000000000000, as BF16 0x3FC0, as F16 0x3E00.
    const std::string_view f32("?\x00\x00\xC0\x3F\x00\x00\xC0\xBF", 9);
    EXPECT_EQ(decode(test::as_bytes(f32).subspan(1), ScalarType::f32), (std::vector{1.5F, -1.5F}));
    const std::string_view f64("?\x00\x00\x00\x00\x00\x00\xF8\x3F", 9);
    EXPECT_EQ(decode(test::as_bytes(f64).subspan(1), ScalarType::f64), std::vector{1.5F});
    const std::string_view bf16("?\xC0\x3F\xC0\xBF", 5);
    EXPECT_EQ(
        decode(test::as_bytes(bf16).subspan(1), ScalarType::bf16), (std::vector{1.5F, -1.5F}));
    const std::string_view f16("?\x00\x3E", 3);
    EXPECT_EQ(decode(test::as_bytes(f16).subspan(1), ScalarType::f16), std::vector{1.5F});
}

TEST(ScalarTypes, DoublesBeyondFloatBecomeInfinite) {
    const double values[]{1e300, -1e300, 1e-300, std::nan("")};
    const std::vector<float> found = decode(std::as_bytes(std::span(values)), ScalarType::f64);
    EXPECT_EQ(found[0], std::numeric_limits<float>::infinity());
    EXPECT_EQ(found[1], -std::numeric_limits<float>::infinity());
    EXPECT_EQ(found[2], 0.0F);
    EXPECT_TRUE(std::isnan(found[3]));
}

TEST(KernelLayout, MovesTheChannelAxesToTheFront) {
    // HWIO with 2 inputs and 1 output: tap t, input i holds 10 t + i.
    std::vector<float> hwio;
    for (int tap = 0; tap < 9; ++tap)
        for (int input = 0; input < 2; ++input)
            hwio.push_back(float(10 * tap + input));
    const std::vector<float> oihw{0, 10, 20, 30, 40, 50, 60, 70, 80,
                                  1, 11, 21, 31, 41, 51, 61, 71, 81};
    EXPECT_EQ(to_oihw(hwio, KernelLayout::hwio, 1, 2), oihw);
    EXPECT_EQ(to_oihw(oihw, KernelLayout::oihw, 1, 2), oihw);

    // Two outputs, one input: tap t, output o holds 10 t + o; so the result is the same.
    EXPECT_EQ(to_oihw(hwio, KernelLayout::hwio, 2, 1), oihw);
}

} // namespace
} // namespace style_transfer
