// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/chosen_styles.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

using Kind = StyleRegion::Kind;
using Regions = std::vector<StyleRegion>;

const StyleRegion selection{Kind::selection};
const StyleRegion sky{Kind::channel, "Sky"};

TEST(ChosenStyles, AreOneWithoutAPictureAtFirst) {
    ChosenStyles styles({});
    EXPECT_EQ(styles.list().size(), 1u);
    EXPECT_FALSE(styles.are_several());
    EXPECT_EQ(styles.problem(), "Choose the picture whose style is painted.");
    styles.set_file("/p/night.jpg");
    EXPECT_EQ(styles.problem(), "");
    styles.remove();
    EXPECT_EQ(styles.list().size(), 1u) << "the only one stays";
}

TEST(ChosenStyles, WhatIsSetIsThatOfTheCurrentOne) {
    ChosenStyles styles({{"/p/night.jpg"}});
    styles.add();
    EXPECT_EQ(styles.current_index(), 1u);
    EXPECT_EQ(styles.problem(), "A style of the list has no picture yet. Choose one or remove it.");
    styles.set_open_picture({3, "Untitled", ""});
    styles.set_weight(0.25);
    styles.set_region(sky);
    EXPECT_EQ(
        styles.list(), (std::vector<ListedStyle>{
                           {"/p/night.jpg"}, {"", 0.25, sky, OpenPicture{3, "Untitled", ""}}}));
    EXPECT_EQ(styles.problem(), "");
    styles.make_current(0);
    styles.remove();
    EXPECT_EQ(styles.current().open_picture.id, 3);
    EXPECT_FALSE(styles.are_several());
}

TEST(ChosenStyles, AreSixteenAtMost) {
    ChosenStyles styles({});
    while (styles.can_add())
        styles.add();
    EXPECT_EQ(styles.list().size(), 16u);
    styles.add();
    EXPECT_EQ(styles.list().size(), 16u);
}

TEST(ChosenStyles, ThePlacesAreTheDocuments) {
    ChosenStyles styles({{"/p/night.jpg"}});
    EXPECT_EQ(styles.regions_to_choose(), Regions{{}}) << "nothing is known of it";
    EXPECT_FALSE(styles.knows_document());
    styles.set_document_regions({selection, sky});
    EXPECT_EQ(styles.regions_to_choose(), (Regions{{}, selection, sky}));
    styles.set_region(sky);
    EXPECT_EQ(styles.problem(), "");
    styles.set_document_regions({selection});
    EXPECT_EQ(styles.regions_to_choose(), (Regions{{}, selection, sky})) << "its own stays";
    EXPECT_TRUE(styles.is_missing(sky));
    EXPECT_EQ(
        styles.problem(),
        "This image has no such place for a style: Channel: Sky. Choose another one.");
}

TEST(ChosenStyles, APlaceIsNamedWithTheShareOfIt) {
    ChosenStyles styles({{"/p/a.jpg", 3}, {"/p/b.jpg", 1}});
    EXPECT_EQ(styles.place_text(0), "Everywhere, 75 %");
    EXPECT_EQ(styles.place_text(1), "Everywhere, 25 %");
    styles.set_region(sky);
    EXPECT_EQ(styles.place_text(0), "Channel: Sky");
    EXPECT_EQ(styles.place_text(1), "Everywhere else");
    styles.set_region({Kind::layer, "Trees"});
    EXPECT_EQ(styles.place_text(0), "Layer: Trees");
    styles.set_region({Kind::mask});
    EXPECT_EQ(styles.place_text(0), "Layer mask");
    styles.set_region(selection);
    EXPECT_EQ(styles.place_text(0), "Selection");
}

} // namespace
} // namespace style_transfer
