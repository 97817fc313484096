// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/dialog_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace style_transfer {
namespace {

StyleChoice chosen(const Settings& settings = {}) {
    return {settings, "/pictures/style.png"};
}

Settings with_model(const std::string& model) {
    Settings settings;
    settings.model = model;
    return settings;
}

TEST(DialogState, HandsBackWhatItWasGiven) {
    Settings settings;
    settings.content_weight = 1e-7;
    settings.style_layers = {5, 4, 3, 2, 1};
    settings.content_layer = "block4_conv2";
    settings.enhance = false;
    settings.seed = 9;
    for (const char* model : {"auto", "compact", "preview", "vgg19", "/models/mine.h5"}) {
        settings.model = model;
        const StyleChoice back = DialogState(chosen(settings), {640, 480}).choice();
        EXPECT_EQ(back.settings, settings) << model;
        EXPECT_EQ(back.styles.at(0).file, "/pictures/style.png");
    }
}

TEST(DialogState, AnOpenPictureIsAStyleToo) {
    DialogState state({}, {100, 100});
    state.styles().set_open_picture({3, "Untitled", ""});
    EXPECT_EQ(state.problem(), "");
    EXPECT_EQ(state.choice().styles.at(0).open_picture.id, 3);
    EXPECT_EQ(state.choice().styles.at(0).file, "");
    state.styles().set_open_picture({4, "[waves] (imported)", "/pictures/waves.jpg"});
    EXPECT_EQ(state.choice().styles.at(0).file, "/pictures/waves.jpg");
    EXPECT_EQ(DialogState(state.choice(), {100, 100}).choice().styles.at(0).open_picture.id, 4);
    state.styles().set_file("/pictures/other.jpg");
    EXPECT_EQ(state.choice().styles.at(0).open_picture, OpenPicture{});
    EXPECT_EQ(state.choice().styles.at(0).file, "/pictures/other.jpg");
}

TEST(DialogState, NeedsAStyle) {
    DialogState state({}, {640, 480});
    EXPECT_EQ(state.problem(), "Choose the picture whose style is painted.");
    state.styles().set_file("/pictures/style.png");
    EXPECT_EQ(state.problem(), "");
}

TEST(DialogState, NeedsAnExistingModelFile) {
    DialogState state(chosen(), {640, 480});
    state.set_model_kind(ModelKind::file);
    EXPECT_EQ(state.problem(), "Choose the file of the network.");
    state.set_model_file("/nowhere/net.h5");
    EXPECT_EQ(state.problem(), "There is no network file /nowhere/net.h5; choose another one.");
    const auto file = std::filesystem::temp_directory_path() / "dialog-state-test.h5";
    std::ofstream(file) << "x";
    state.set_model_file(file.string());
    EXPECT_EQ(state.problem(), "");
    EXPECT_EQ(state.choice().settings.model, file.string());
    std::filesystem::remove(file);
    state.set_model_kind(ModelKind::vgg19);
    EXPECT_EQ(state.problem(), "");
    EXPECT_EQ(state.choice().settings.model, "vgg19");
    EXPECT_EQ(state.model_file(), file.string()) << "remembered while another kind is chosen";
}

TEST(DialogState, RefusesIllegalSettings) {
    DialogState state(chosen(), {640, 480});
    state.settings().size = 15;
    EXPECT_EQ(state.problem(), "size: expected a whole number from 16 to 65536, found \"15\".");
}

TEST(DialogState, ResetKeepsTheStyleOnly) {
    Settings settings = with_model("/models/mine.h5");
    settings.iterations = 3;
    DialogState state(chosen(settings), {640, 480});
    state.reset();
    EXPECT_EQ(state.choice().settings, Settings{});
    EXPECT_EQ(state.choice().styles.at(0).file, "/pictures/style.png");
    EXPECT_EQ(state.model_kind(), ModelKind::automatic);
}

TEST(DialogState, KnowsWhatMatters) {
    DialogState state(chosen(), {640, 480});
    state.settings().enhance = true;
    for (const char* name : {"brightness", "content-layer", "style-layers", "evaluations", "size"})
        EXPECT_TRUE(state.matters(name)) << name;
    state.settings().enhance = false;
    EXPECT_FALSE(state.matters("brightness"));
    EXPECT_FALSE(state.matters("colour"));
    EXPECT_FALSE(state.matters("sharpness"));
    EXPECT_TRUE(state.matters("enhance"));
    state.settings().content_weight = 0;
    EXPECT_FALSE(state.matters("content-layer"));
    EXPECT_TRUE(state.matters("content-weight"));
    state.settings().style_weight = 0;
    EXPECT_FALSE(state.matters("style-layers"));
    state.settings().iterations = 0;
    EXPECT_FALSE(state.matters("evaluations"));
    EXPECT_FALSE(state.matters("content-weight"));
    EXPECT_TRUE(state.matters("iterations"));
    EXPECT_TRUE(state.matters("size"));
    EXPECT_TRUE(state.matters("model"));
}

TEST(DialogState, WhatIsOfThePublishedMethodMattersInItAlone) {
    DialogState state(chosen(), {640, 480});
    for (const char* name : {"layer-balance", "balance-size"}) {
        state.settings().method = Method::matching;
        EXPECT_FALSE(state.matters(name)) << name;
        state.settings().method = Method::gram;
        EXPECT_TRUE(state.matters(name)) << name;
    }
}

TEST(DialogState, ColoursMatterWhereThereAreAny) {
    DialogState state(chosen(), {40, 30});
    EXPECT_TRUE(state.colours_text().empty());
    EXPECT_TRUE(state.matters("palette"));
    state.set_has_colours(false);
    EXPECT_NE(state.colours_text().find("The image is gray"), std::string::npos);
    state.settings().enhance = true;
    EXPECT_FALSE(state.matters("palette"));
    EXPECT_FALSE(state.matters("colour"));
    EXPECT_TRUE(state.matters("brightness"));
}

TEST(DialogState, TellsTheWorkingSize) {
    DialogState state(chosen(), {4000, 3000});
    EXPECT_EQ(state.working_size(), (Size{1024, 768}));
    EXPECT_EQ(state.working_size_text(), "Works at 1024 × 768 pixels");
    state.settings().size = 4001;
    EXPECT_EQ(state.working_size_text(), "Works at 4001 × 3001 pixels, larger than the layer");
    EXPECT_EQ(
        DialogState(chosen(), {100, 400}).working_size_text(),
        "Works at 256 × 1024 pixels, larger than the layer");
    EXPECT_EQ(
        DialogState(chosen(), {1024, 1024}).working_size_text(), "Works at 1024 × 1024 pixels");
    state.settings().quality = Quality::full;
    EXPECT_EQ(state.working_size_text(), "Works at 4000 × 3000 pixels");
    EXPECT_FALSE(state.matters("size")) << "a quality level is a size";
}

TEST(DialogState, ShowsASizeAsTheQualityThatItIs) {
    DialogState state(chosen(), {4000, 3000});
    EXPECT_EQ(state.shown_settings().quality, Quality::standard);
    EXPECT_EQ(state.choice().settings.quality, Quality::custom);
    EXPECT_TRUE(state.matters("size"));
    state.settings().size = 2048;
    EXPECT_EQ(state.shown_settings().quality, Quality::fine);
    state.settings().size = 1000;
    EXPECT_EQ(state.shown_settings().quality, Quality::custom);
    state.settings().quality = Quality::full;
    state.settings().size = 1024;
    EXPECT_EQ(state.shown_settings().quality, Quality::full);
    EXPECT_EQ(DialogState(chosen(), {400, 300}).shown_settings().quality, Quality::custom);
}

using Names = std::vector<std::string>;

TEST(DialogState, ContentLayersAreThoseOfTheNetwork) {
    DialogState state(chosen(), {640, 480});
    EXPECT_EQ(state.content_layers(), (Names{"block4_conv2"})) << "the network is not known yet";
    state.set_layers(
        {{"block1_conv1", 1, 3, true, true},
         {"block1_conv2", 1, 5, true, false},
         {"block4_conv2", 4, 84, false, true}});
    EXPECT_EQ(state.content_layers(), (Names{"block1_conv1", "block4_conv2"}));
    state.settings().content_layer = "mixed4a";
    EXPECT_EQ(state.content_layers(), (Names{"block1_conv1", "block4_conv2", "mixed4a"}))
        << "a layer of another network can be chosen by settings";
}

} // namespace
} // namespace style_transfer
