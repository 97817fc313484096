// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace style_transfer {

struct TensorDescription {
    std::string name;
    std::string type; // "F16", "F32"
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0; // of all its numbers
};

// What stands in a safetensors file in front of the numbers, which follow in the order of `tensors`
// without gaps, little-endian: the header with its length, filled so that they begin at a multiple
// of eight bytes.
std::string safetensors_head(
    const std::map<std::string, std::string>& metadata,
    const std::vector<TensorDescription>& tensors);

} // namespace style_transfer
