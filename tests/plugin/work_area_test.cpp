// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/work_area.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

constexpr int vgg19_view = 188; // of block5_conv2

TEST(WorkArea, ALargeSelectionGetsWhatTheNetworkLooksAt) {
    // 648 pixels become 512 − 2·94 = 324, so that 94 pixels of the working image are 188.
    EXPECT_EQ(
        work_area({1000, 2000, {648, 100}}, {6000, 4000}, 512, vgg19_view),
        (Area{812, 1812, {1024, 476}}));
    EXPECT_EQ(
        work_area({1000, 2000, {100, 648}}, {6000, 4000}, 512, vgg19_view),
        (Area{812, 1812, {476, 1024}}));
}

TEST(WorkArea, HalfOfASmallWorkingImageIsTheSelection) {
    EXPECT_EQ(
        work_area({400, 300, {200, 200}}, {1000, 1000}, 64, vgg19_view),
        (Area{300, 200, {400, 400}}));
}

TEST(WorkArea, APartOfAPixelIsAWholeOne) {
    // 325·512/324 = 513.6 and half of what is more than 325: 94.5.
    EXPECT_EQ(
        work_area({1000, 1000, {325, 325}}, {6000, 4000}, 512, vgg19_view),
        (Area{905, 905, {515, 515}}));
}

TEST(WorkArea, ASmallSelectionIsNotEnlarged) {
    EXPECT_EQ(
        work_area({1000, 1000, {12, 2}}, {6000, 4000}, 512, vgg19_view),
        (Area{750, 750, {512, 502}}));
}

TEST(WorkArea, EndsWithTheLayer) {
    EXPECT_EQ(work_area({10, 0, {50, 20}}, {60, 300}, 64, vgg19_view), (Area{0, 0, {60, 45}}));
    EXPECT_EQ(work_area({0, 0, {60, 300}}, {60, 300}, 512, vgg19_view), (Area{0, 0, {60, 300}}));
}

TEST(WorkArea, TheLargestValuesDoNotOverflow) {
    EXPECT_EQ(
        work_area({0, 0, {524288, 524288}}, {524288, 524288}, 65536, vgg19_view),
        (Area{0, 0, {524288, 524288}}));
}

TEST(WorkArea, ANetworkThatLooksAtLessNeedsLess) {
    // 432 pixels become 512 − 2·40, so that 40 pixels of the working image are 40.
    EXPECT_EQ(
        work_area({1000, 2000, {432, 100}}, {6000, 4000}, 512, 81), (Area{960, 1960, {512, 180}}));
}

TEST(FieldOfView, IsTheLargestOfTheLayersInUse) {
    const std::vector<NetworkLayer> layers{
        {"block1_conv1", 1, 3, true, true},
        {"block5_conv1", 5, 156, true, true},
        {"block5_conv2", 5, 188, true, true},
        {"block5_conv4", 5, 252, true, true}};
    Settings settings = published_settings();
    EXPECT_EQ(field_of_view(settings, layers), 188);
    settings.content_layer = "block1_conv1";
    EXPECT_EQ(field_of_view(settings, layers), 156);
    settings.style_layers[4] = 0;
    EXPECT_EQ(field_of_view(settings, layers), 3);
    settings.content_layer = "block5_conv4";
    settings.content_weight = 0;
    EXPECT_EQ(field_of_view(settings, layers), 3);
    EXPECT_GT(field_of_view(settings, {}), 65536) << "of a network that is not known";
}

// Which looks at every layer of a block, down to the fourth.
TEST(FieldOfView, OfMatchingIsThatOfItsBlocks) {
    const std::vector<NetworkLayer> layers{
        {"block1_conv1", 1, 3, true, true},
        {"block1_conv2", 1, 5, true, true},
        {"block4_conv2", 4, 84, true, true},
        {"block4_conv4", 4, 116, true, true},
        {"block5_conv1", 5, 156, true, true}};
    Settings settings;
    EXPECT_EQ(field_of_view(settings, layers), 116);
    settings.style_layers[4] = 1;
    EXPECT_EQ(field_of_view(settings, layers), 116);
    settings.style_layers[3] = 0;
    EXPECT_EQ(field_of_view(settings, layers), 84);
    settings.content_weight = 0;
    EXPECT_EQ(field_of_view(settings, layers), 5);
    settings.style_weight = 0;
    EXPECT_EQ(field_of_view(settings, layers), 1);
}

} // namespace
} // namespace style_transfer
