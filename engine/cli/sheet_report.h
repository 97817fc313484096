// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/progress.h"
#include "engine/cli/sheet_arguments.h"

#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

// What became of a cell.
struct PaintedCell {
    Area area;                        // of its picture in the sheet
    std::optional<Progress> progress; // the last; of a picture that is there
    std::string error;                // or why it is not
};

// Writes the whole of the report, or nothing. Throws Error(file).
void write_sheet_report(
    const std::filesystem::path& file, const SheetArguments& arguments,
    const std::vector<PaintedCell>& cells);

} // namespace style_transfer
