// SPDX-License-Identifier: GPL-3.0-or-later
// Proof sheets: a grid of small pictures of one photo over one or two settings, or over several
// styles. Which cells there are, how each is painted and what is written beside it; no pictures.
#pragma once

#include "engine/settings/parameters.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

inline constexpr std::size_t most_sheet_cells = 64;

// What varies along one side of a sheet.
struct SheetAxis {
    struct Place {
        std::string label;   // "content-weight 0.1", or the style's name
        std::string caption; // more about it, may be empty
        std::string value{}; // of the parameter, as set_value() reads it
    };
    const Parameter* parameter = nullptr; // nullptr: the styles, a place for each
    std::vector<Place> places;            // one at least
};

struct SheetCell {
    Settings settings;
    std::optional<std::size_t> style; // the one it is painted after; none: all of them together
    std::string title;
    std::string caption; // may be empty
};

struct ProofSheet {
    int columns = 0;
    std::vector<SheetCell> cells; // row by row; the last row may be short
    std::string common;           // what all cells share and is not the method's default

    int rows() const { return (int(cells.size()) + columns - 1) / columns; }
};

// An experiment that comes with the program: those of the published method's description.
struct NamedSheet {
    std::string_view name;
    std::string_view axis; // as read_sheet_axis() reads it
};

// Never changes while the program runs.
std::span<const NamedSheet> named_sheets();

// The style layer that counts alone, such as "block3_conv1"; empty where several do, and where the
// parameter is not about layers.
std::string only_layer(const Parameter& parameter, const Settings& settings);

// Reads "SETTING=VALUE,VALUE…". The numbers of a list have colons between them:
// "style-layers=1:1:1:1:1,0:0:1:1:0". Throws Error(invalid_argument) for an unknown setting, and
// for a value that it does not take.
SheetAxis read_sheet_axis(std::string_view text);

// The sheet over one axis, in rows of about the sheet's height, or over two: the first downwards.
// Styles are always the outer one, so that what is found in each is of use to the next cell. Throws
// Error(invalid_argument) for another number of axes, two of the same setting, a value that does
// not fit the settings, and more than most_sheet_cells.
ProofSheet make_proof_sheet(const Settings& settings, std::vector<SheetAxis> axes);

} // namespace style_transfer
