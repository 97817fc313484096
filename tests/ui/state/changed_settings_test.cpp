// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/changed_settings.h"

#include "engine/settings/parameters.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

StyleChoice choice(const std::string& text, const std::string& file = "/pictures/waves.jpg") {
    StyleChoice made{{}, file};
    apply_text(made.settings, text);
    return made;
}

using Texts = std::vector<std::string>;

TEST(ChangedSettings, NameWhatDiffers) {
    EXPECT_EQ(
        changed_settings({choice("size=640 seed=3"), choice("seed=3 enhance=yes")}),
        (Texts{"Enhance the result no, Size 640", "Enhance the result yes, Size 1024"}));
}

TEST(ChangedSettings, NameTheStyleWithoutFolders) {
    EXPECT_EQ(
        changed_settings({choice(""), choice("", "/other/night.png"), choice("")}),
        (Texts{"Style waves.jpg", "Style night.png", "Style waves.jpg"}));
}

TEST(ChangedSettings, NameSeveralStylesWithPlacesAndWeights) {
    const StyleRegion sky{StyleRegion::Kind::channel, "Sky"};
    const auto listed = [](std::vector<ListedStyle> styles) {
        return StyleChoice({}, std::move(styles));
    };
    EXPECT_EQ(
        changed_settings(
            {choice(""), listed({{"/p/a.png"}, {"/p/b.png", 1, sky}}),
             listed({{"/p/a.png"}, {"/p/b.png", 2, sky}})}),
        (Texts{
            "Style waves.jpg", "Style a.png + b.png (Channel: Sky)",
            "Style a.png 1 + b.png (Channel: Sky) 2"}));
}

TEST(ChangedSettings, NumbersOfAListStandApart) {
    const Texts texts =
        changed_settings({choice(""), choice("style-layers=0,0.5,1,2,0.25 model=/nets/mine.h5")});
    EXPECT_EQ(texts[1], "Style layers 0 · 0.5 · 1 · 2 · 0.25, Model mine.h5");
    EXPECT_EQ(texts[0], "Style layers 1 · 1 · 1 · 1 · 0, Model auto");
}

TEST(ChangedSettings, NothingWhenNothingDiffers) {
    EXPECT_EQ(changed_settings({choice("size=99"), choice("size=99")}), (Texts{"", ""}));
    EXPECT_EQ(changed_settings({choice("size=99")}), Texts{""});
    EXPECT_TRUE(changed_settings({}).empty());
}

} // namespace
} // namespace style_transfer
