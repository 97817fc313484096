// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/safetensors_head.h"

#include <nlohmann/json.hpp>

#include <bit>

namespace style_transfer {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

std::string safetensors_head(
    const std::map<std::string, std::string>& metadata,
    const std::vector<TensorDescription>& tensors) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t end = 0;
    for (const TensorDescription& tensor : tensors) {
        const std::uint64_t begin = end;
        end += tensor.bytes;
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
    }
    constexpr std::size_t alignment = 8;
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.append((alignment - text.size() % alignment) % alignment, ' ');
    const std::uint64_t length = text.size();
    return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

} // namespace style_transfer
