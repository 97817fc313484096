// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/exit_codes.h"
#include "engine/cli/style_options.h"
#include "engine/settings/settings.h"

#include <filesystem>
#include <optional>
#include <variant>
#include <vector>

namespace style_transfer {

struct Arguments {
    std::filesystem::path base;
    std::vector<StyleArgument> styles; // 1 to most_styles
    std::filesystem::path output;
    std::optional<std::filesystem::path> report;
    std::optional<std::filesystem::path> settings_file; // that the settings come from
    Settings settings;
    bool force = false;    // also where the output exists
    bool progress = false; // also where there is no terminal
    bool quiet = false;
};

// Reads the command line. An exit code when there is nothing to do: help and version have been
// printed, or what is wrong with the call. Throws Error(file) for a settings file that cannot be
// used.
std::variant<Arguments, int> parse_arguments(int count, const char* const* values);

} // namespace style_transfer
