// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace style_transfer {

// What a regular file holds, at most `most` bytes and one, which tells that there is more. Nothing
// for what is no such file, such as a folder or a pipe, which is not waited for, or cannot be read.
std::optional<std::string> read_small_file(const std::filesystem::path& file, std::size_t most);

} // namespace style_transfer
