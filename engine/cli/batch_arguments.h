// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/style_options.h"
#include "engine/settings/settings.h"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace style_transfer {

struct BatchArguments {
    std::vector<std::string> patterns;
    std::vector<StyleArgument> styles;
    std::filesystem::path output_folder;
    std::string format; // suffix of the outputs without a dot; empty: that of each file
    std::optional<std::filesystem::path> report;
    std::optional<std::filesystem::path> settings_file; // that the settings come from
    Settings settings;
    bool resume = false; // what is there and whole is not painted again
    bool force = false;  // what is there is replaced
    bool progress = false;
    bool quiet = false;
};

// Reads what follows "batch", which is values[0]. Answers and throws like parse_arguments().
std::variant<BatchArguments, int> parse_batch_arguments(int count, const char* const* values);

} // namespace style_transfer
