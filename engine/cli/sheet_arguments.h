// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/style_options.h"
#include "engine/client/proof_sheet.h"

#include <filesystem>
#include <optional>
#include <variant>
#include <vector>

namespace style_transfer {

struct SheetArguments {
    std::filesystem::path base;
    std::vector<StyleArgument> styles; // one for each cell, or together for all of them
    std::filesystem::path output;
    std::optional<std::filesystem::path> report;
    std::optional<std::filesystem::path> settings_file; // that the settings come from
    ProofSheet sheet;
    bool force = false;
    bool progress = false;
    bool quiet = false;
};

// Reads what follows "sheet", which is values[0]. Answers and throws like parse_arguments().
std::variant<SheetArguments, int> parse_sheet_arguments(int count, const char* const* values);

// What a style is called beside its pictures: "starry_night".
std::string name_of(const StyleArgument& style);

} // namespace style_transfer
