// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors format: 8 bytes little-endian header length, a JSON header, then the numbers.
// Knows nothing of networks.
#pragma once

#include "engine/model/network_file.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace style_transfer {

class Safetensors {
  public:
    // Reads and checks the header: every tensor's numbers lie inside `bytes`, without overlap or
    // gap, and are as many as its shape and type say. `bytes` must stay valid as long as the
    // result and the tensors got from it; `file` is for messages only. Throws Error(model).
    static Safetensors parse(std::span<const std::byte> bytes, const std::filesystem::path& file);

    // What `__metadata__` says; empty when there is none.
    const std::map<std::string, std::string>& metadata() const { return metadata_; }

    bool contains(const std::string& tensor) const { return entries_.contains(tensor); }

    // Throws Error(model) when there is no such tensor; reading it, when its type is none of F16,
    // BF16, F32 and F64 or a number is NaN or infinite.
    StoredTensor tensor(const std::string& name) const;

    struct Entry {
        std::string type; // as written: "F16", "I64" …
        std::vector<std::uint64_t> shape;
        std::uint64_t begin = 0; // within the data that follows the header
        std::uint64_t end = 0;
    };

  private:
    std::filesystem::path file_;
    std::map<std::string, std::string> metadata_;
    std::map<std::string, Entry> entries_;
    std::span<const std::byte> data_;
};

} // namespace style_transfer
