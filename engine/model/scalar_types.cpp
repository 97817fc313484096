// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/scalar_types.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace style_transfer {

namespace {

template <typename Unsigned>
Unsigned little_endian(const std::byte* bytes) {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
        value = Unsigned(value | Unsigned(std::to_integer<Unsigned>(bytes[i]) << (8 * i)));
    return value;
}

template <typename Unsigned, typename Convert>
std::vector<float> decode_each(std::span<const std::byte> bytes, Convert convert) {
    std::vector<float> result(bytes.size() / sizeof(Unsigned));
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = convert(little_endian<Unsigned>(&bytes[i * sizeof(Unsigned)]));
    return result;
}

// A conversion of a number beyond the range of float is undefined in C++.
float narrowed(double value) {
    constexpr double largest = std::numeric_limits<float>::max();
    if (std::abs(value) > largest)
        return std::copysign(std::numeric_limits<float>::infinity(), float(value > 0 ? 1 : -1));
    return float(value);
}

} // namespace

std::optional<ScalarType> scalar_type(std::string_view safetensors_name) {
    if (safetensors_name == "F16")
        return ScalarType::f16;
    if (safetensors_name == "BF16")
        return ScalarType::bf16;
    if (safetensors_name == "F32")
        return ScalarType::f32;
    if (safetensors_name == "F64")
        return ScalarType::f64;
    return std::nullopt;
}

std::optional<std::size_t> bytes_per_number(std::string_view safetensors_name) {
    static constexpr std::array<std::pair<std::string_view, std::size_t>, 16> sizes{{
        {"BOOL", 1},
        {"U8", 1},
        {"I8", 1},
        {"F8_E5M2", 1},
        {"F8_E4M3", 1},
        {"F8_E8M0", 1},
        {"U16", 2},
        {"I16", 2},
        {"F16", 2},
        {"BF16", 2},
        {"U32", 4},
        {"I32", 4},
        {"F32", 4},
        {"U64", 8},
        {"I64", 8},
        {"F64", 8},
    }};
    for (const auto& [name, size] : sizes)
        if (name == safetensors_name)
            return size;
    return std::nullopt;
}

float float_from_half(std::uint16_t bits) {
    const std::uint32_t sign = std::uint32_t(bits & 0x8000U) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 0) {
        const float magnitude = std::ldexp(float(fraction), -24);
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t wide_exponent = exponent == 31 ? 255 : exponent + (127 - 15);
    return std::bit_cast<float>(sign | (wide_exponent << 23) | (fraction << 13));
}

std::vector<float> decode(std::span<const std::byte> bytes, ScalarType type) {
    switch (type) {
    case ScalarType::f16:
        return decode_each<std::uint16_t>(bytes, float_from_half);
    case ScalarType::bf16:
        return decode_each<std::uint16_t>(bytes, [](std::uint16_t bits) {
            return std::bit_cast<float>(std::uint32_t(bits) << 16);
        });
    case ScalarType::f64:
        return decode_each<std::uint64_t>(
            bytes, [](std::uint64_t bits) { return narrowed(std::bit_cast<double>(bits)); });
    case ScalarType::f32:
        break;
    }
    return decode_each<std::uint32_t>(
        bytes, [](std::uint32_t bits) { return std::bit_cast<float>(bits); });
}

} // namespace style_transfer
