// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a proof sheet: cells in a grid, labels below them.
#pragma once

#include "engine/base/image.h"

#include <string>
#include <vector>

namespace style_transfer {

struct SheetTexts {
    std::string title;   // UTF-8
    std::string caption; // may be empty
};

class SheetPicture {
  public:
    // A white sheet with all texts: `heading` above the cells, `cells` below each, row by row. Each
    // cell has room for a picture of the size `cell`. `channels` is 3, or 4 for cells with alpha.
    // Throws Error(memory), and Error(invalid_argument) when the sheet would be too large for an
    // image.
    SheetPicture(
        const SheetTexts& heading, const std::vector<SheetTexts>& cells, int columns, Size cell,
        int channels);

    ImageView view() const { return picture_.view(); }

    // Where a cell's picture of that size belongs: in the middle of its room.
    Area place_of(std::size_t cell, Size picture) const;

    // Copies it there, number by number.
    void show(std::size_t cell, const ImageView& picture);
    // Or says there why there is none.
    void show_problem(std::size_t cell, const std::string& sentence);

  private:
    Area room_of(std::size_t cell) const;

    int columns_;
    Size cell_;
    int column_width_;
    std::vector<int> row_tops_;
    Image picture_;
};

} // namespace style_transfer
