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

TEST(ChangedSettings, ChoicesAreNamedAsInTheDialog) {
    EXPECT_EQ(
        changed_settings({choice("palette=photo"), choice("palette=style")}),
        (Texts{"Colours Of the photo", "Colours Of the style"}));
}

TEST(ChangedSettings, APresetStandsForAllThatBelongsToIt) {
    const std::vector<Preset> presets = built_in_presets();
    const auto with = [&](std::size_t preset, const std::string& text) {
        StyleChoice made = choice("");
        made.settings = with_preset(made.settings, presets.at(preset));
        apply_text(made.settings, text);
        return made;
    };
    const std::string second = presets.at(2).name;
    EXPECT_EQ(
        changed_settings({choice(""), with(2, "")}, presets), (Texts{presets[0].name, second}));
    EXPECT_EQ(
        changed_settings({choice("threads=2"), with(2, "")}, presets),
        (Texts{presets[0].name + ", Threads 2", second + ", Threads 0"}));
    EXPECT_EQ(
        changed_settings({choice(""), choice("threads=2")}, presets),
        (Texts{"Threads 0", "Threads 2"}));
    // Of one that is no preset no name would tell anything.
    EXPECT_EQ(
        changed_settings({choice(""), choice("seed=3")}, presets), (Texts{"Seed 0", "Seed 3"}));
}

TEST(ChangedSettings, NothingWhenNothingDiffers) {
    EXPECT_EQ(changed_settings({choice("size=99"), choice("size=99")}), (Texts{"", ""}));
    EXPECT_EQ(changed_settings({choice("size=99")}), Texts{""});
    EXPECT_TRUE(changed_settings({}).empty());
}

} // namespace
} // namespace style_transfer
