// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Writes safetensors; engine/model/safetensors.h reads them.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer::train {

// Tensors of type kHalf or kFloat, on any device, in the file's order.
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

// Writes beside the place and renames, so that whatever happens `file` is the former or the whole
// new one. `what` is what the sentences call it. Throws Error(file).
void write_tensor_file(
    const std::filesystem::path& file, const std::string& what,
    const std::map<std::string, std::string>& metadata, const NamedTensors& tensors);

} // namespace style_transfer::train
