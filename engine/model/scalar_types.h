// SPDX-License-Identifier: GPL-3.0-or-later
// Floating-point numbers as safetensors stores them: little-endian, not aligned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace style_transfer {

enum class ScalarType { f16, bf16, f32, f64 };

// "F16", "BF16", "F32", "F64"; nothing for every other name.
std::optional<ScalarType> scalar_type(std::string_view safetensors_name);

// Bytes per number of any type that safetensors knows, also those that no kernel can have; nothing
// for unknown names.
std::optional<std::size_t> bytes_per_number(std::string_view safetensors_name);

// IEEE 754 binary16, subnormal numbers, infinities and NaN included.
float float_from_half(std::uint16_t bits);

// `bytes` must hold a whole number of numbers. F64 is rounded, too large ones become infinite.
std::vector<float> decode(std::span<const std::byte> bytes, ScalarType type);

} // namespace style_transfer
