// SPDX-License-Identifier: GPL-3.0-or-later
// Labels stand below their cells, on the side where their language begins.
#include "engine/client/sheet_picture.h"

#include <gtest/gtest.h>

#include <string>

namespace style_transfer {
namespace {

constexpr Size cell_size{256, 20};

struct Ink {
    int left = -1, right = -1; // first and last column that is not white
    double sum = 0;
};

// Of the label below the only cell of a sheet, within the cell's width.
Ink ink_of(const std::string& title) {
    const SheetPicture sheet({"", ""}, {{title, ""}}, 1, cell_size, 3);
    const Area cell = sheet.place_of(0, cell_size);
    const ImageView picture = sheet.view();
    Ink ink;
    for (int x = 0; x < cell_size.width; ++x)
        for (int y = cell.y + cell_size.height; y < picture.size.height; ++y) {
            const float darkness =
                1 - picture.row(y)[(std::ptrdiff_t{cell.x} + x) * picture.channels];
            if (darkness <= 0.1F)
                continue;
            ink.sum += double(darkness);
            ink.left = ink.left < 0 ? x : ink.left;
            ink.right = x;
        }
    return ink;
}

TEST(SheetPicture, LabelsBeginWhereTheirLanguageBegins) {
    const Ink latin = ink_of("weight");
    ASSERT_GT(latin.sum, 50);
    EXPECT_LT(latin.left, 5);
    EXPECT_LT(latin.right, cell_size.width / 2);
    const Ink hebrew = ink_of("משקל");
    ASSERT_GT(hebrew.sum, 50);
    EXPECT_GE(hebrew.right, cell_size.width - 5);
    EXPECT_GT(hebrew.left, cell_size.width / 2);
}

// Marks that isolate a direction are no letters.
TEST(SheetPicture, MarksOfDirectionAreNotDrawn) {
    EXPECT_EQ(
        ink_of("משקל \u2068"
               "0.02\u2069")
            .sum,
        ink_of("משקל 0.02").sum);
}

} // namespace
} // namespace style_transfer
