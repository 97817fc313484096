// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/proof_sheet.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <array>

namespace style_transfer {
namespace {

SheetAxis styles(int count) {
    SheetAxis axis;
    for (int i = 0; i < count; ++i)
        axis.places.push_back({"painting " + std::to_string(i), "by somebody"});
    return axis;
}

std::string refusal_of(const std::vector<std::string>& texts, int style_count = 0) {
    try {
        std::vector<SheetAxis> axes;
        if (style_count > 0)
            axes.push_back(styles(style_count));
        for (const std::string& text : texts)
            axes.push_back(read_sheet_axis(text));
        make_proof_sheet({}, axes);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return "";
}

TEST(ProofSheet, GoesOverOneSetting) {
    Settings settings;
    settings.seed = 4;
    const ProofSheet sheet = make_proof_sheet(settings, {read_sheet_axis("content-weight=0.50,2")});
    ASSERT_EQ(sheet.cells.size(), 2U);
    EXPECT_EQ(sheet.columns, 2);
    EXPECT_EQ(sheet.rows(), 1);
    settings.content_weight = 2;
    EXPECT_EQ(sheet.cells[1].settings, settings);
    EXPECT_EQ(sheet.cells[0].title, "content-weight 0.5");
    EXPECT_EQ(sheet.cells[0].caption, "");
    EXPECT_FALSE(sheet.cells[0].style);
    EXPECT_EQ(sheet.common, "method=matching size=1024 seed=4");
}

TEST(ProofSheet, TheFirstOfTwoSettingsGoesDown) {
    const ProofSheet sheet = make_proof_sheet(
        {}, {read_sheet_axis("palette=photo,toned"),
             read_sheet_axis("style-layers=1:2:3:4:5,0:0:0:1:0")});
    ASSERT_EQ(sheet.cells.size(), 4U);
    EXPECT_EQ(sheet.columns, 2);
    EXPECT_EQ(sheet.cells[1].settings.palette, Palette::photo);
    EXPECT_EQ(sheet.cells[2].settings.palette, Palette::toned);
    EXPECT_EQ(sheet.cells[2].settings.style_layers, (std::array<double, 5>{1, 2, 3, 4, 5}));
    EXPECT_EQ(sheet.cells[2].title, "palette toned");
    EXPECT_EQ(sheet.cells[2].caption, "style-layers 1:2:3:4:5");
    EXPECT_EQ(sheet.cells[3].caption, "style-layers 0:0:0:1:0, block4_conv1 alone");
}

TEST(ProofSheet, AMethodBringsItsDefaults) {
    const ProofSheet sheet = make_proof_sheet(
        {}, {read_sheet_axis("method=matching,gram"), read_sheet_axis("iterations=7")});
    Settings expected = published_settings();
    expected.iterations = 7;
    EXPECT_EQ(sheet.cells[1].settings, expected);
}

TEST(ProofSheet, StylesAreTheOuterOne) {
    const ProofSheet sheet = make_proof_sheet({}, {read_sheet_axis("seed=1,2,3"), styles(2)});
    EXPECT_EQ(sheet.columns, 3);
    ASSERT_EQ(sheet.cells.size(), 6U);
    EXPECT_EQ(sheet.cells[2].style, 0U);
    EXPECT_EQ(sheet.cells[3].style, 1U);
    EXPECT_EQ(sheet.cells[3].settings.seed, 1);
    EXPECT_EQ(sheet.cells[3].title, "painting 1");
    EXPECT_EQ(sheet.cells[3].caption, "seed 1");
}

TEST(ProofSheet, ManyOfOneKindFillASquare) {
    const ProofSheet sheet = make_proof_sheet({}, {styles(17)});
    EXPECT_EQ(sheet.columns, 5);
    EXPECT_EQ(sheet.rows(), 4);
    EXPECT_EQ(sheet.cells[16].caption, "by somebody");
    EXPECT_EQ(make_proof_sheet({}, {styles(64)}).columns, 8);
}

TEST(ProofSheet, ThePublishedExperiments) {
    const auto values = [](std::string_view name) {
        for (const NamedSheet& sheet : named_sheets())
            if (sheet.name == name)
                return make_proof_sheet(published_settings(), {read_sheet_axis(sheet.axis)}).cells;
        return std::vector<SheetCell>{};
    };
    const auto numbers = [&](std::string_view name, double Settings::*field) {
        std::vector<double> list;
        for (const SheetCell& cell : values(name))
            list.push_back(cell.settings.*field);
        return list;
    };
    EXPECT_EQ(numbers("content", &Settings::content_weight), (std::vector<double>{0.1, 1, 5, 10}));
    EXPECT_EQ(numbers("style", &Settings::style_weight), (std::vector<double>{1, 100}));
    EXPECT_EQ(numbers("variation", &Settings::variation_weight), (std::vector<double>{1, 5, 10}));
    const auto layers = values("layers");
    ASSERT_EQ(layers.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        std::array<double, 5> one{};
        one[i] = 1;
        EXPECT_EQ(layers[i].settings.style_layers, one);
    }
    const auto ratios = values("ratios");
    ASSERT_EQ(ratios.size(), 2U);
    EXPECT_EQ(ratios[0].settings.style_layers, (std::array<double, 5>{1, 1, 1, 1, 1}));
    EXPECT_EQ(ratios[1].settings.style_layers, (std::array<double, 5>{0.5, 0.5, 0.4, 0.4, 1}));
}

TEST(ProofSheet, Refuses) {
    EXPECT_NE(refusal_of({"colours=1"}).find("no setting \"colours\""), std::string::npos);
    EXPECT_NE(refusal_of({"seed"}).find("found \"seed\""), std::string::npos);
    EXPECT_NE(refusal_of({"seed=1,,2"}).find("seed: expected"), std::string::npos);
    EXPECT_NE(refusal_of({"opacity=101"}).find("0 to 100"), std::string::npos);
    EXPECT_NE(refusal_of({}).find("one or two"), std::string::npos);
    EXPECT_NE(refusal_of({"seed=1", "size=64"}, 2).find("one or two"), std::string::npos);
    EXPECT_NE(refusal_of({"seed=1", "seed=2"}).find("seed is named twice"), std::string::npos);
    EXPECT_NE(refusal_of({"seed=1,2,3,4"}, 17).find("68 cells"), std::string::npos);
    EXPECT_EQ(refusal_of({"seed=1,2,3,4"}, 16), "");
}

} // namespace
} // namespace style_transfer
