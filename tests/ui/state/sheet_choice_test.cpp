// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/sheet_choice.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <clocale>

namespace style_transfer {
namespace {

std::string refusal(const SheetChoice& choice) {
    try {
        make_sheet({}, choice, {});
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing";
}

TEST(SheetChoice, OffersPaintingsOwnValuesAndTheNamedSheets) {
    const auto kinds = sheet_kinds();
    ASSERT_EQ(kinds.size(), 2 + named_sheets().size());
    EXPECT_EQ(kinds[0].id, "paintings");
    EXPECT_EQ(kinds[1].id, "own");
    EXPECT_EQ(kinds[2].text, "Published method: Content weight: 0.1 to 10");
}

TEST(SheetChoice, PaintingsAreACellEach) {
    const ProofSheet sheet = make_sheet({}, {}, {"Night", "Waves"});
    ASSERT_EQ(sheet.cells.size(), 2u);
    EXPECT_EQ(sheet.cells[1].title, "Waves");
    EXPECT_EQ(sheet.cells[1].style, 1u);
    EXPECT_EQ(sheet.cells[1].settings.size, 256);
    EXPECT_NE(refusal({}).find("no paintings"), std::string::npos);
}

TEST(SheetChoice, OwnValuesGoDownAndAcross) {
    SheetChoice choice{"own", find_parameter("content-weight"), nullptr, "0.02, 0.08;0.3", ""};
    ProofSheet sheet = make_sheet({}, choice, {});
    ASSERT_EQ(sheet.cells.size(), 3u);
    EXPECT_EQ(sheet.cells[2].title, "Content weight 0.3");
    EXPECT_EQ(sheet.cells[2].settings.content_weight, 0.3);
    choice.second = find_parameter("palette");
    choice.second_values = "style photo";
    sheet = make_sheet({}, choice, {});
    EXPECT_EQ(sheet.cells.size(), 6u);
    EXPECT_EQ(sheet.columns, 2);
    EXPECT_EQ(sheet.cells[1].caption, "Colours Of the photo");
    EXPECT_EQ(sheet.cells[1].settings.palette, Palette::photo);
}

TEST(SheetChoice, WhatIsNoValueIsNamed) {
    const Parameter* weight = find_parameter("content-weight");
    EXPECT_NE(
        refusal({"own", weight, nullptr, "much", ""}).find("content-weight"), std::string::npos);
    EXPECT_NE(refusal({"own", weight, nullptr, " ", ""}).find("content-weight"), std::string::npos);
    EXPECT_NE(refusal({"own", weight, weight, "1", "2"}).find("twice"), std::string::npos);
}

TEST(SheetChoice, SuggestionsCanBePainted) {
    for (const Parameter* parameter : sheet_parameters()) {
        const std::string values = suggested_values(*parameter, {});
        EXPECT_FALSE(make_sheet({}, {"own", parameter, nullptr, values, ""}, {}).cells.empty())
            << parameter->name << ": " << values;
    }
    EXPECT_EQ(suggested_values(*find_parameter("content-weight"), {}), "0.02 0.08 0.32");
}

TEST(SheetChoice, NumbersAreThoseOfTheLocale) {
    if (!std::setlocale(LC_NUMERIC, "de_DE.UTF-8"))
        GTEST_SKIP() << "without a German locale; the test dialog-state-de makes one";
    const Parameter* layers = find_parameter("style-layers");
    EXPECT_EQ(suggested_values(*find_parameter("content-weight"), {}), "0,02 0,08 0,32");
    const ProofSheet sheet = make_sheet({}, {"own", layers, nullptr, "0,5:0,25:1:1:0", ""}, {});
    std::setlocale(LC_NUMERIC, "C");
    EXPECT_EQ(sheet.cells[0].title, "Style layers 0,5 · 0,25 · 1 · 1 · 0");
    EXPECT_EQ(sheet.cells[0].settings.style_layers[1], 0.25);
}

TEST(SheetChoice, ExperimentsAreThePublishedMethods) {
    Settings settings;
    settings.threads = 3;
    const ProofSheet sheet = make_sheet(settings, {"content", nullptr, nullptr, "", ""}, {});
    ASSERT_EQ(sheet.cells.size(), 4u);
    EXPECT_EQ(sheet.cells[0].settings.method, Method::gram);
    EXPECT_EQ(sheet.cells[0].settings.threads, 3);
}

TEST(SheetChoice, ACellIsTakenOverWithoutItsSize) {
    Settings settings;
    settings.size = 2000;
    settings.memory = 700;
    const ProofSheet sheet = make_sheet(settings, {"variation", nullptr, nullptr, "", ""}, {});
    const Settings taken = with_cell(settings, sheet.cells[2]);
    EXPECT_EQ(taken.variation_weight, 10);
    EXPECT_EQ(taken.method, Method::gram);
    EXPECT_EQ(taken.size, 2000);
    EXPECT_EQ(taken.quality, settings.quality);
    EXPECT_EQ(taken.memory, 700);
}

} // namespace
} // namespace style_transfer
