// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/work_area.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

TEST(WorkArea, ALargeSelectionGetsWhatTheNetworkLooksAt) {
    // 648 pixels become 512 − 2·94 = 324, so that 94 pixels of the working image are 188.
    EXPECT_EQ(
        work_area({1000, 2000, {648, 100}}, {6000, 4000}, 512), (Area{812, 1812, {1024, 476}}));
    EXPECT_EQ(
        work_area({1000, 2000, {100, 648}}, {6000, 4000}, 512), (Area{812, 1812, {476, 1024}}));
}

TEST(WorkArea, HalfOfASmallWorkingImageIsTheSelection) {
    EXPECT_EQ(work_area({400, 300, {200, 200}}, {1000, 1000}, 64), (Area{300, 200, {400, 400}}));
}

TEST(WorkArea, APartOfAPixelIsAWholeOne) {
    // 325·512/324 = 513.6 and half of what is more than 325: 94.5.
    EXPECT_EQ(work_area({1000, 1000, {325, 325}}, {6000, 4000}, 512), (Area{905, 905, {515, 515}}));
}

TEST(WorkArea, ASmallSelectionIsNotEnlarged) {
    EXPECT_EQ(work_area({1000, 1000, {12, 2}}, {6000, 4000}, 512), (Area{750, 750, {512, 502}}));
}

TEST(WorkArea, EndsWithTheLayer) {
    EXPECT_EQ(work_area({10, 0, {50, 20}}, {60, 300}, 64), (Area{0, 0, {60, 45}}));
    EXPECT_EQ(work_area({0, 0, {60, 300}}, {60, 300}, 512), (Area{0, 0, {60, 300}}));
}

TEST(WorkArea, TheLargestValuesDoNotOverflow) {
    EXPECT_EQ(
        work_area({0, 0, {524288, 524288}}, {524288, 524288}, 65536),
        (Area{0, 0, {524288, 524288}}));
}

} // namespace
} // namespace style_transfer
