// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/parameters.h"
#include "engine/settings/presets.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace style_transfer {
namespace {

std::string refusal(const std::string& text) {
    Settings settings;
    try {
        apply_text(settings, text);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        EXPECT_EQ(settings, Settings{}) << "a refused text must change nothing";
        return error.what();
    }
    return "accepted";
}

TEST(Parameters, NamesAreUniqueAndDefaultsLegal) {
    std::set<std::string_view> names;
    for (const Parameter& parameter : parameters()) {
        EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
        EXPECT_LE(parameter.minimum, parameter.slider_minimum) << parameter.name;
        EXPECT_GE(parameter.maximum, parameter.slider_maximum) << parameter.name;
    }
    EXPECT_EQ(names.size(), 30u);
    EXPECT_NO_THROW(validate(Settings{}));
}

TEST(Parameters, TextHoldsEverySetting) {
    Settings settings;
    settings.content_weight = 0.1;
    settings.style_layers = {1, 0.25, 1e-7, 3, 0};
    settings.content_layer = "block4_conv2";
    settings.iterations = 7;
    settings.enhance = false;
    settings.model = R"(/a folder/with "quotes" and \ slash.h5)";
    settings.seed = 42;
    Settings read;
    apply_text(read, to_text(settings));
    EXPECT_EQ(read, settings);
}

TEST(Parameters, TextOverridesOnlyWhatItNames) {
    Settings settings;
    apply_text(settings, "  iterations=10\tcontent-weight=0.5\n");
    EXPECT_EQ(settings.iterations, 10);
    EXPECT_EQ(settings.content_weight, 0.5);
    EXPECT_EQ(settings.style_weight, 1.0);
}

Settings read(const std::string& text) {
    Settings settings;
    apply_text(settings, text);
    return settings;
}

TEST(Parameters, AMethodBringsItsDefaults) {
    EXPECT_EQ(read("method=gram"), published_settings());
    EXPECT_EQ(read("method=matching"), Settings{});
    Settings settings = published_settings();
    apply_text(settings, "method=matching");
    EXPECT_EQ(settings, Settings{});
    settings.enhance = true;
    settings.size = 300;
    apply_text(settings, "method=gram");
    Settings expected = published_settings();
    expected.size = 300;
    EXPECT_EQ(settings, expected);
    expected.iterations = 5;
    apply_text(settings, "iterations=5");
    apply_text(settings, "method=gram");
    EXPECT_EQ(settings, expected) << "it was that method already";
}

TEST(Parameters, WhatIsNamedBesideAMethodCounts) {
    // Values that are defaults of the other method.
    Settings expected = published_settings();
    expected.iterations = 5;
    expected.enhance = false;
    EXPECT_EQ(read("iterations=5 enhance=no method=gram"), expected);
    EXPECT_EQ(read("method=gram enhance=no iterations=5"), expected);
    Settings other;
    other.content_layer = "block5_conv2";
    EXPECT_EQ(read("method=gram content-layer=block5_conv2 method=matching"), other);
    for (Settings settings : {Settings{}, published_settings(), expected}) {
        settings.method = settings.method == Method::gram ? Method::matching : Method::gram;
        EXPECT_EQ(read(to_text(settings)), settings);
        settings.method = settings.method == Method::gram ? Method::matching : Method::gram;
        EXPECT_EQ(read(to_text(settings)), settings);
        Settings of_gram = published_settings();
        apply_text(of_gram, to_text(settings));
        EXPECT_EQ(of_gram, settings);
    }
}

TEST(Parameters, TheStyleIsAsLargeAsTheBaseTimesItsScale) {
    Settings settings;
    EXPECT_EQ(working_style_size(settings, 512, 3000), 512);
    EXPECT_EQ(working_style_size(settings, 512, 300), 300) << "never enlarged by itself";
    settings.stroke_scale = 1.5;
    EXPECT_EQ(working_style_size(settings, 512, 3000), 768);
    EXPECT_EQ(working_style_size(settings, 512, 300), 450);
    settings.stroke_scale = 0.1;
    EXPECT_EQ(working_style_size(settings, 60, 3000), 16);
    EXPECT_EQ(
        refusal("style-scale=0.05"),
        "style-scale: expected a number from 0.1 to 4, found \"0.05\".");
}

TEST(Parameters, RefusalsNameTheSettingAndTheValue) {
    EXPECT_EQ(
        refusal("iterations=10 content-weight=-1"),
        "content-weight: expected a number from 0 to 1000000, found \"-1\".");
    EXPECT_EQ(
        refusal("content-weight=nan"),
        "content-weight: expected a number from 0 to 1000000, found \"nan\".");
    EXPECT_EQ(refusal("size=15"), "size: expected a whole number from 16 to 65536, found \"15\".");
    EXPECT_EQ(
        refusal("size=1.5"), "size: expected a whole number from 16 to 65536, found \"1.5\".");
    EXPECT_EQ(
        refusal("iterations=99999999999999999999"),
        "iterations: expected a whole number from 0 to 100000, found \"99999999999999999999\".");
    EXPECT_EQ(
        refusal("style-layers=1,2,3,4"),
        "style-layers: expected five numbers from 0 to 1000000 separated by commas, "
        "found \"1,2,3,4\".");
    EXPECT_EQ(
        refusal("style-layers=1,2,3,4,5,6"),
        "style-layers: expected five numbers from 0 to 1000000 separated by commas, "
        "found \"1,2,3,4,5,6\".");
    EXPECT_EQ(refusal("enhance=perhaps"), "enhance: expected yes or no, found \"perhaps\".");
    EXPECT_EQ(refusal("model="), "model: expected a name, found \"\".");
    EXPECT_EQ(refusal("precision=half"), "precision: expected auto, fp32 or bf16, found \"half\".");
    EXPECT_EQ(
        refusal("device=auto|cpu"), "device: expected auto, cpu or cuda, found \"auto|cpu\".");
    EXPECT_EQ(
        refusal("method=gram size=15"),
        "size: expected a whole number from 16 to 65536, found \"15\".");
    EXPECT_EQ(refusal("method=style"), "method: expected matching or gram, found \"style\".");
    EXPECT_EQ(refusal("strength=1"), "settings: there is no setting named \"strength\".");
    EXPECT_EQ(refusal("iterations"), "settings: expected name=value, found \"iterations\".");
    EXPECT_EQ(refusal("model=\"a b"), "settings: the value of model lacks its closing quote.");
}

TEST(Parameters, QualityChoosesTheWorkingSize) {
    Settings settings;
    settings.size = 700;
    EXPECT_EQ(working_size(settings, 6000), 700);
    EXPECT_EQ(working_size(settings, 300), 700);
    const std::pair<Quality, int> of_6000[] = {
        {Quality::preview, 256},
        {Quality::standard, 1024},
        {Quality::fine, 2048},
        {Quality::full, 6000}};
    for (const auto& [quality, side] : of_6000) {
        settings.quality = quality;
        EXPECT_EQ(working_size(settings, 6000), side);
        EXPECT_EQ(working_size(settings, 200), 200) << "a layer is never enlarged";
        EXPECT_EQ(working_size(settings, 5), 16) << "networks need a few pixels";
    }
}

TEST(Presets, StandInATextByName) {
    Settings settings;
    settings.threads = 3;
    settings.brightness = 2;
    apply_text(settings, "size=640 preset=classic iterations=9");
    Settings expected = default_settings(Method::gram);
    expected.schedule = Schedule::single;
    expected.size = 640;
    expected.iterations = 9;
    expected.threads = 3;
    EXPECT_EQ(settings, expected) << "brightness is the preset's, threads are the machine's";
    const Settings before = settings;
    EXPECT_THROW(apply_text(settings, "size=700 preset=painterly"), Error);
    EXPECT_THROW(apply_text(settings, "preset=wash size=7"), Error);
    EXPECT_EQ(settings, before);
    EXPECT_EQ(settings_of_preset(built_in_preset_table().front().name), Settings{});
    for (const BuiltInPreset& preset : built_in_preset_table())
        EXPECT_NO_THROW(validate(settings_of_preset(preset.name))) << preset.name;
}

TEST(Presets, CountBesideWhatIsNotAtItsDefault) {
    Settings values;
    values.iterations = 9;
    values.threads = 3;
    Settings expected = published_settings();
    expected.schedule = Schedule::single;
    expected.iterations = 9;
    expected.threads = 3;
    EXPECT_EQ(preset_beside("classic", values), expected);
    EXPECT_EQ(preset_beside("wash", {}), settings_of_preset("wash"));
    EXPECT_THROW(preset_beside("painterly", {}), Error);
}

TEST(Parameters, ValidateFindsWhatWasSetDirectly) {
    Settings settings;
    settings.style_layers[3] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(validate(settings), Error);
    settings = {};
    settings.variation_weight = -0.5;
    EXPECT_THROW(validate(settings), Error);
    settings = {};
    settings.evaluations = 0;
    EXPECT_THROW(validate(settings), Error);
}

} // namespace
} // namespace style_transfer
