// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialog's proof sheet goes over, and what comes of it. No toolkit.
#pragma once

#include "engine/client/proof_sheet.h"

#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

// One of what the sheet window offers, in its order.
struct SheetKind {
    // paintings: a cell for each painting; own: over values that are typed; otherwise the name of
    // one of named_sheets().
    std::string id;
    std::string text; // for the list, in the user's language
};
std::vector<SheetKind> sheet_kinds();

inline constexpr int sheet_cell_side = 256; // pixels, longer side

inline constexpr const char* sheet_of_paintings = "paintings";
inline constexpr const char* sheet_of_own_values = "own";

// The settings that a sheet can go over: what the picture becomes and how it is made and finished.
std::vector<const Parameter*> sheet_parameters();

// Values around that of `settings` to begin with, as values_text() is typed: "0.02 0.08 0.32".
std::string suggested_values(const Parameter& parameter, const Settings& settings);

struct SheetChoice {
    std::string kind = sheet_of_paintings; // of SheetKind
    // Of own values: one or two settings, the second may be nullptr.
    const Parameter* first = nullptr;
    const Parameter* second = nullptr;
    // Separated by spaces or semicolons, and by commas where they are no decimal commas.
    std::string first_values{};
    std::string second_values{};
};

// The sheet with these settings, whose labels are in the user's language. `paintings` are the names
// of those that there are. The experiments are the published method's. Throws
// Error(invalid_argument) with the sentence for the user.
ProofSheet make_sheet(
    const Settings& settings, const SheetChoice& choice, const std::vector<std::string>& paintings);

// The settings of a cell for a run: what belongs to the machine, and the size, stay as they are.
Settings with_cell(const Settings& now, const SheetCell& cell);

} // namespace style_transfer
