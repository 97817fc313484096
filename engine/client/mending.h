// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace style_transfer {

// The sentence that says how an engine that cannot be loaded is mended, with the command where one
// does it: by where `engine` lies (an archive, the system's package, an own build) and by the
// package manager below `root`. Does not throw.
std::string
how_to_mend(const std::filesystem::path& engine, const std::filesystem::path& root = "/");

} // namespace style_transfer
