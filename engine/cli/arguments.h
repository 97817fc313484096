// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/style_argument.h"
#include "engine/settings/settings.h"

#include <filesystem>
#include <optional>
#include <variant>
#include <vector>

namespace style_transfer {

inline constexpr int exit_done = 0;
inline constexpr int exit_error = 1; // in what was asked for or read
inline constexpr int exit_usage = 2;
inline constexpr int exit_interrupted = 130; // 128 + SIGINT, as shells count

inline constexpr std::size_t most_styles = 16;

struct Arguments {
    std::filesystem::path base;
    std::vector<StyleArgument> styles; // 1 to most_styles
    std::filesystem::path output;
    std::optional<std::filesystem::path> report;
    Settings settings;
    bool progress = false; // also where there is no terminal
    bool quiet = false;
};

// Reads the command line. An exit code when there is nothing to do: help and version have been
// printed, or what is wrong with the call. Throws Error for a value that cannot be used.
std::variant<Arguments, int> parse_arguments(int count, const char* const* values);

} // namespace style_transfer
