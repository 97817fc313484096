// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/style_list.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

using Kind = StyleRegion::Kind;
using Styles = std::vector<ListedStyle>;

bool is_nothing(const std::string&) {
    return false;
}

Styles parsed(const std::string& text) {
    return parse_style_list(text, is_nothing);
}

std::string refusal(const std::string& text) {
    try {
        parsed(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return "was not refused";
}

TEST(StyleList, IsOneStyleALine) {
    EXPECT_EQ(
        parsed("/p/town.jpg\n/p/oil.jpg:0.7@selection\n\n/p/ink.jpg@mask\n"
               "/p/sky.jpg@channel Sky at night\n/p/sea.jpg:3@layer Sea\n"),
        (Styles{
            {"/p/town.jpg"},
            {"/p/oil.jpg", 0.7, {Kind::selection}},
            {"/p/ink.jpg", 1, {Kind::mask}},
            {"/p/sky.jpg", 1, {Kind::channel, "Sky at night"}},
            {"/p/sea.jpg", 3, {Kind::layer, "Sea"}}}));
    EXPECT_TRUE(parsed("").empty());
}

TEST(StyleList, IsWrittenAsPeopleWriteIt) {
    EXPECT_EQ(
        to_text(Styles{{"/p/a.jpg"}, {"/p/b.jpg", 0.25, {Kind::channel, "Sky"}}}),
        "/p/a.jpg\n/p/b.jpg:0.25@channel Sky");
    EXPECT_EQ(to_text(StyleRegion{Kind::layer, "a:b"}), "layer a:b");
    EXPECT_EQ(to_text(StyleRegion{}), "");
}

TEST(StyleList, ComesBackWhateverFilesAndNamesAreMadeOf) {
    for (const char* name : {"plain", "a:2", "a@mask", "@", "back\\slash\\n", "two\nlines", "\\"})
        for (const double weight : {1.0, 0.1, 1e6})
            for (const Kind kind : {Kind::rest, Kind::selection, Kind::channel, Kind::layer}) {
                const bool named = kind == Kind::channel || kind == Kind::layer;
                const Styles styles{
                    {std::string("/p/") + name, weight, {kind, named ? name : ""}}, {"/p/b", 2}};
                EXPECT_EQ(parsed(to_text(styles)), styles) << to_text(styles);
            }
}

TEST(StyleList, AFileThatIsThereIsThatFile) {
    const auto is_file = [](const std::string& text) {
        return text == "/p/a\nb" || text == "/p/me@mask" || text == "/p/3:4" || text == "/p/c\\d";
    };
    EXPECT_EQ(parse_style_list("/p/a\nb", is_file), (Styles{{"/p/a\nb"}}));
    EXPECT_EQ(
        parse_style_list("/p/me@mask\n/p/3:4", is_file), (Styles{{"/p/me@mask"}, {"/p/3:4"}}));
    EXPECT_EQ(
        parse_style_list("/p/3:4:2@mask\n/p/c\\d:2", is_file),
        (Styles{{"/p/3:4", 2, {Kind::mask}}, {"/p/c\\d", 2}}));
}

TEST(StyleList, AStyleWithoutAFileKeepsItsPlace) {
    ListedStyle open;
    open.open_picture = {3, "Untitled", ""};
    EXPECT_EQ(parsed(to_text(Styles{open, {"/p/b"}})), (Styles{{""}, {"/p/b"}}));
}

TEST(StyleList, WhatIsNoWeightOrRegionIsNamed) {
    EXPECT_NE(refusal("/p/a.jpg:0").find("weight above 0"), std::string::npos);
    EXPECT_NE(refusal("/p/a.jpg@chanel Sky").find("\"/p/a.jpg@chanel Sky\""), std::string::npos);
    EXPECT_NE(refusal("/p/a.jpg@channel ").find("channel NAME"), std::string::npos);
    EXPECT_NE(refusal("/p/a.jpg@mask 2").find("none of: selection, mask"), std::string::npos);
}

} // namespace
} // namespace style_transfer
