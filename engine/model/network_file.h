// SPDX-License-Identifier: GPL-3.0-or-later
// The seam between file formats, naming schemes and load_model(). Internal to engine/model/.
#pragma once

#include "engine/model/kernel_layout.h"
#include "engine/model/model.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

// A tensor that lies in a file: its shape is known, its numbers are not read yet.
struct StoredTensor {
    std::string name; // as the file calls it
    std::vector<std::uint64_t> shape;
    // The numbers in row-major order as float32. May allocate as much as `shape` says, so check
    // the shape first. Throws Error(model).
    std::function<std::vector<float>()> read;
};

// A network in a file: what its layers are, and where to find the tensors of one.
struct NetworkFile {
    Model model; // all layers of the file, without weights
    KernelLayout kernel_layout = KernelLayout::oihw;
    // Of a convolution layer by its name in `model`. Throw Error(model) when it is missing.
    std::function<StoredTensor(const std::string& layer)> kernel;
    std::function<StoredTensor(const std::string& layer)> bias;
    // The layer's tap map, nothing when it has none; may be empty when the format knows none.
    std::function<std::optional<StoredTensor>(const std::string& layer)> tap_map;
};

// The layers of `network` up to the deepest one wanted, with their weights. `file` is for messages.
// Throws Error(model) and Error(cancelled).
Model read_layers(
    const NetworkFile& network, const std::filesystem::path& file,
    const std::vector<std::string>& wanted_layers, const CancellationToken& token);

// Throws Error(model) "FILE: problem".
[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& problem);

// Text out of a file, fit to stand in a sentence: in quotes, at most 120 characters, bytes that are
// not printable ASCII replaced by "?".
std::string in_quotes(std::string_view text);

// "64×3×3×3"; "one number" for a tensor without dimensions.
std::string shape_text(const std::vector<std::uint64_t>& shape);

} // namespace style_transfer
