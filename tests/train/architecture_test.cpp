// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/vgg19_network.h"
#include "engine/train/architecture.h"
#include "tests/train/training_files.h"

namespace style_transfer::train {
namespace {

using test::refusal;

std::string refused(const std::string& text) {
    return refusal(
        ErrorCode::invalid_argument, [&] { check_fits(parse_layers(text), test::tiny_teacher()); });
}

TEST(Architecture, TextThereAndBack) {
    const std::string text = "block1_conv1:4,pool,block2_conv1:8";
    const StudentPlan plan = parse_layers(text);
    ASSERT_EQ(plan.layers.size(), 3U);
    EXPECT_EQ(plan.layers[0].name, "block1_conv1");
    EXPECT_EQ(plan.layers[0].width, 4);
    EXPECT_TRUE(plan.layers[1].is_pool());
    EXPECT_EQ(plan.layers[2].width, 8);
    EXPECT_EQ(plan.text(), text);
    EXPECT_EQ(plan.pools(), 1);
    EXPECT_EQ(plan.convolutions(), (std::vector<std::string>{"block1_conv1", "block2_conv1"}));
    EXPECT_EQ(taps_of(plan), plan.convolutions());
    EXPECT_NO_THROW(check_fits(plan, test::tiny_teacher()));
}

TEST(Architecture, PresetsFitVgg19) {
    Model vgg19;
    vgg19.name = "VGG19";
    vgg19.layers = vgg19_layers();
    for (style_transfer::Layer& layer : vgg19.layers)
        layer.weights.output_channels = 512;
    for (const char* preset : {"compact", "preview"}) {
        const StudentPlan plan = parse_layers(preset_layers(preset));
        EXPECT_NO_THROW(check_fits(plan, vgg19)) << preset;
        EXPECT_EQ(taps_of(plan).size(), 7U) << "style and content can be measured at all layers";
    }
    EXPECT_EQ(parse_layers(preset_layers("compact")).convolutions().size(), 14U);
    EXPECT_TRUE(preset_layers("huge").empty());
}

TEST(Architecture, WrongTexts) {
    const auto expected = [](const std::string& found) {
        return "--layers: expected \"pool\" or a layer and its width, such as "
               "\"block1_conv1:32\", found \"" +
               found + "\".";
    };
    for (const char* text :
         {"", "block1_conv1", "block1_conv1:", "block1_conv1:0", "block1_conv1:-3",
          "block1_conv1:4x", ":4", "Pool"})
        EXPECT_EQ(refused(text), expected(text));
    EXPECT_EQ(refused("block1_conv1:4,,pool"), expected(""));
    EXPECT_EQ(
        refused("block1_conv1:4,block1_conv1:4"),
        "--layers: the layer \"block1_conv1\" is there twice.");
}

TEST(Architecture, WhatDoesNotFitTheTeacher) {
    EXPECT_EQ(
        refused("block9_conv1:4"),
        "--layers: there is no layer \"block9_conv1\" in the teacher tiny teacher.");
    EXPECT_EQ(
        refused("block1_conv2:4,block1_conv1:4"),
        "--layers: \"block1_conv1\" comes before \"block1_conv2\" in the teacher; keep the "
        "teacher's order.");
    EXPECT_EQ(
        refused("block1_conv1:4,block2_conv1:4"),
        "--layers: \"block2_conv1\" must come after 1 pools, as in the teacher, found 0.");
    EXPECT_EQ(
        refused("block1_conv1:4,pool,block2_conv1:9"),
        "--layers: \"block2_conv1\" can have 8 channels at most, as many as in the teacher, found "
        "9.");
    const std::string last = "--layers: the last layer must be one that style or content is "
                             "measured at: block1_conv1, block2_conv1, block3_conv1, block4_conv1, "
                             "block4_conv2, block5_conv1, block5_conv2.";
    EXPECT_EQ(refused("block1_conv1:4,block1_conv2:4"), last);
    EXPECT_EQ(refused("block1_conv1:4,pool"), last);
}

} // namespace
} // namespace style_transfer::train
