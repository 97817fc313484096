// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace style_transfer {

// Throws Error(invalid_argument) when `file` is one of the others, by whatever name.
void check_overwrites_none(
    const std::filesystem::path& file, const std::vector<std::filesystem::path>& others);

// The same for picture and report (there may be none) together.
void check_overwrite_none(
    const std::filesystem::path& picture, const std::optional<std::filesystem::path>& report,
    const std::vector<std::filesystem::path>& others);

// Throws Error(file) when there is such a picture already, naming --force.
void check_is_new(const std::filesystem::path& file);

// Everything that can be wrong with the names of a picture to write and of its report (there may be
// none), when `inputs` are read. Throws Error.
void check_outputs(
    const std::filesystem::path& picture, const std::optional<std::filesystem::path>& report,
    std::vector<std::filesystem::path> inputs, bool force);

} // namespace style_transfer
