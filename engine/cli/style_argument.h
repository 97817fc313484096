// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/style.h"

#include <filesystem>
#include <optional>
#include <string>

namespace style_transfer {

// A style as the command line names it.
struct StyleArgument {
    std::filesystem::path file;
    double weight = 1;
    std::optional<std::filesystem::path> region{}; // a picture: white is painted after this style
};

// Out of "FILE" or "FILE:WEIGHT"; a file whose whole name that is comes first. Throws Error for a
// weight that is none.
StyleArgument parse_style(const std::string& text);

// Reads its files, the region at the size of the base. Throws Error.
Style load_style(const StyleArgument& argument, Size base);

} // namespace style_transfer
