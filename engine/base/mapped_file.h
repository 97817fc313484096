// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace style_transfer {

// A file seen as memory: only the pages that are looked at are read from disk. Moves only.
class MappedFile {
  public:
    // Throws Error(code) unless `file` is a regular, readable file that is not empty; the sentence
    // calls it a `what`, such as N_("model file").
    static MappedFile
    open(const std::filesystem::path& file, ErrorCode code, const std::string& what);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    // Valid as long as this object.
    std::span<const std::byte> bytes() const { return bytes_; }

  private:
    explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::span<const std::byte> bytes_;
};

} // namespace style_transfer
