// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_descriptor.h"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace style_transfer {

// What has come of a download, in a file that stays when this object goes, so that a later download
// goes on where this one ended. One process at a time: another one is refused.
class PartFile {
  public:
    // Makes the file unless it is there. Throws Error(file), also while another process has it.
    explicit PartFile(const std::filesystem::path& file);

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }

    // Throws Error(file), for instance when the disk is full.
    void append(std::string_view bytes);
    // Forgets what has come. Throws Error(file).
    void clear();
    // Takes the file away; nothing may follow.
    void remove();

  private:
    [[noreturn]] void refuse(int error) const;

    std::filesystem::path path_;
    FileDescriptor file_;
    std::uint64_t size_ = 0;
};

} // namespace style_transfer
