// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/tensor_file.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cstdint>

namespace style_transfer::train {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

void write_tensor_file(
    const std::filesystem::path& file, const std::string& what,
    const std::map<std::string, std::string>& metadata, const NamedTensors& tensors) {
    nlohmann::ordered_json header;
    header["__metadata__"] = metadata;
    std::string data;
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor values = tensor.detach().cpu().contiguous();
        const std::size_t begin = data.size();
        data.append(static_cast<const char*>(values.data_ptr()), values.nbytes());
        header[name] = {
            {"dtype", values.scalar_type() == at::kHalf ? "F16" : "F32"},
            {"shape", values.sizes().vec()},
            {"data_offsets", {begin, data.size()}}};
    }
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' '); // the numbers begin at a multiple of eight bytes
    const std::uint64_t length = text.size();
    AtomicFile target(file, what);
    target.write(std::string(reinterpret_cast<const char*>(&length), sizeof length) + text + data);
    target.commit();
}

} // namespace style_transfer::train
