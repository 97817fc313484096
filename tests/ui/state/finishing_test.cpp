// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/finishing.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

TEST(Finishing, WhatIsNotEnhancedHasFactorsOfOneAndComesBackAsItWas) {
    Settings painted;
    painted.brightness = 1.4;
    const Settings open = with_open_enhancement(painted);
    EXPECT_TRUE(open.enhance);
    EXPECT_EQ(open.brightness, 1);
    EXPECT_EQ(open.colour, 1);
    EXPECT_EQ(open.sharpness, 1);
    EXPECT_EQ(with_closed_enhancement(open, painted), painted);
}

TEST(Finishing, WhatIsEnhancedStaysSo) {
    const Settings painted = published_settings();
    EXPECT_EQ(with_open_enhancement(painted), painted);
    EXPECT_EQ(with_closed_enhancement(painted, painted), painted);
    Settings plain = painted;
    plain.brightness = plain.colour = plain.sharpness = 1;
    EXPECT_FALSE(with_closed_enhancement(plain, painted).enhance);
    Settings brighter = with_open_enhancement(Settings{});
    brighter.brightness = 1.1;
    EXPECT_EQ(with_closed_enhancement(brighter, Settings{}), brighter);
}

TEST(Finishing, ColoursThatWerePaintedStay) {
    using Words = std::vector<std::string_view>;
    Settings painted;
    EXPECT_EQ(possible_palettes(painted), (Words{"style", "photo", "toned"}));
    painted.palette = Palette::toned;
    EXPECT_EQ(possible_palettes(painted), (Words{"style", "photo", "toned"}));
    painted.palette = Palette::matched;
    EXPECT_EQ(possible_palettes(painted), Words{"matched"});
}

} // namespace
} // namespace style_transfer
