// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/calls.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

StyleChoice changed() {
    StyleChoice choice({}, "/pictures/it's \"mine\".jpg");
    choice.settings.size = 640;
    choice.settings.content_weight = 0.5;
    choice.settings.style_layers = {1, 0, 0.5, 0, 2};
    choice.settings.enhance = true;
    choice.settings.model = "/my networks/vgg19.h5";
    return choice;
}

TEST(Calls, CommandLine) {
    EXPECT_EQ(
        command_line(changed()),
        "style-transfer photo.jpg '/pictures/it'\\''s \"mine\".jpg' -o result.png "
        "--content-weight 0.5 --style-layers '1,0,0.5,0,2' --enhance --size 640 "
        "--model '/my networks/vgg19.h5'");
}

TEST(Calls, ScriptFuOfGimp2) {
    EXPECT_EQ(
        script_fu_call(changed(), 2),
        "(plug-in-style-transfer RUN-NONINTERACTIVE image layer\n"
        "  \"/pictures/it's \\\"mine\\\".jpg\" \"content-weight=0.5 style-layers=1,0,0.5,0,2 "
        "enhance=yes size=640 model=\\\"/my networks/vgg19.h5\\\"\")");
}

TEST(Calls, ScriptFuOfGimp3) {
    EXPECT_EQ(
        script_fu_call(changed(), 3),
        "(plug-in-style-transfer #:run-mode RUN-NONINTERACTIVE #:image image\n"
        "  #:drawables layers #:style-file \"/pictures/it's \\\"mine\\\".jpg\" "
        "#:content-weight 0.5 #:style-layers \"1,0,0.5,0,2\" #:enhance #t #:size 640 "
        "#:model \"/my networks/vgg19.h5\")");
}

// The other method comes with its own defaults, but to GIMP 3, which knows one default of each.
TEST(Calls, OfThePublishedMethod) {
    StyleChoice choice{published_settings(), "/s.png", {}};
    EXPECT_EQ(
        command_line(choice), "style-transfer photo.jpg '/s.png' -o result.png --method 'gram'");
    choice.settings.enhance = false;
    choice.settings.iterations = 5;
    EXPECT_EQ(
        command_line(choice), "style-transfer photo.jpg '/s.png' -o result.png --no-enhance "
                              "--method 'gram' --iterations 5");
    EXPECT_EQ(
        script_fu_call(choice, 2), "(plug-in-style-transfer RUN-NONINTERACTIVE image layer\n"
                                   "  \"/s.png\" \"enhance=no method=gram iterations=5\")");
    EXPECT_EQ(
        script_fu_call(choice, 3),
        "(plug-in-style-transfer #:run-mode RUN-NONINTERACTIVE #:image image\n"
        "  #:drawables layers #:style-file \"/s.png\" "
        "#:style-layers \"0.1,0.1,0.4,0.3,0.1\" #:content-layer \"block5_conv2\" "
        "#:method \"gram\" #:size 512)");
}

TEST(Calls, DefaultsAreLeftOut) {
    StyleChoice choice({}, "/s.png");
    EXPECT_EQ(command_line(choice), "style-transfer photo.jpg '/s.png' -o result.png");
    EXPECT_EQ(
        script_fu_call(choice, 2),
        "(plug-in-style-transfer RUN-NONINTERACTIVE image layer\n  \"/s.png\" \"\")");
}

TEST(Calls, AStyleWithoutAFileGetsANameToFillIn) {
    StyleChoice choice({}, "", {3, "Untitled", ""});
    EXPECT_EQ(command_line(choice), "style-transfer photo.jpg 'style.png' -o result.png");
    EXPECT_NE(script_fu_call(choice, 2).find("\"style.png\""), std::string::npos);
    EXPECT_NE(script_fu_call(choice, 3).find("#:style-file \"style.png\""), std::string::npos);
}

TEST(Calls, SeveralStyles) {
    const StyleChoice choice(
        {}, {{"/p/town.jpg"},
             {"/p/3:4", 1, {StyleRegion::Kind::channel, "The sky"}},
             {"/p/ink.jpg", 0.5, {StyleRegion::Kind::mask}}});
    EXPECT_EQ(
        command_line(choice),
        "style-transfer photo.jpg --style '/p/town.jpg' --style '/p/3:4:1' --region 'The sky.png' "
        "--style '/p/ink.jpg:0.5' --region 'mask.png' -o result.png");
    const std::string list = R"("/p/town.jpg\n/p/3\\:4@channel The sky\n/p/ink.jpg:0.5@mask")";
    EXPECT_EQ(
        script_fu_call(choice, 2),
        "(plug-in-style-transfer RUN-NONINTERACTIVE image layer\n  " + list + " \"\")");
    EXPECT_EQ(
        script_fu_call(choice, 3),
        "(plug-in-style-transfer #:run-mode RUN-NONINTERACTIVE #:image image\n"
        "  #:drawables layers #:styles " +
            list + ")");
}

} // namespace
} // namespace style_transfer
