// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/refusals.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <fstream>

namespace style_transfer {
namespace {

template <typename Check>
std::string refusal(ErrorCode code, Check check) {
    try {
        check();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code);
        return error.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}

// Each sentence must name what is wrong and the way out.
void expect_refused(const Target& target, const char* wrong, const char* way_out) {
    const std::string sentence =
        refusal(ErrorCode::invalid_argument, [&] { check_target(target); });
    EXPECT_NE(sentence.find(wrong), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(way_out), std::string::npos) << sentence;
}

TEST(Refusals, ALayerIsFine) {
    EXPECT_NO_THROW(check_target({}));
}

TEST(Refusals, OneLayerIsNeeded) {
    expect_refused({.drawables = 0}, "No layer", "Choose");
    expect_refused({.drawables = 3}, "3 layers", "Choose one");
}

TEST(Refusals, OnlyLayersAreWorkedOn) {
    using enum Target::Kind;
    expect_refused({.kind = mask, .name = "Sky mask"}, "layer mask", "thumbnail");
    expect_refused({.kind = channel, .name = "Depth"}, "\"Depth\" is a channel", "Click a layer");
    expect_refused({.floating_selection = true}, "floating selection", "Anchor");
}

TEST(Refusals, ASelectionMustTouchTheLayer) {
    EXPECT_NO_THROW(check_target({.selection = Area{3, 4, {1, 1}}}));
    expect_refused({.name = "Sky", .selection = Area{}}, "not touch \"Sky\"", "Select > None");
}

TEST(Refusals, IndexedImagesAreConvertedFirst) {
    expect_refused({.indexed = true}, "palette", "Image > Mode > RGB");
}

std::string style_refusal(const std::string& file, ErrorCode code = ErrorCode::file) {
    return refusal(code, [&] { check_style_file(file); });
}

TEST(Refusals, StyleFilesMustBeThere) {
    const std::string folder = testing::TempDir();
    const std::string file = folder + "style.png";
    std::ofstream(file) << "x";
    EXPECT_NO_THROW(check_style_file(file));
    std::remove(file.c_str());
    EXPECT_EQ(
        style_refusal(file),
        "The style picture \"" + file + "\" does not exist. Choose another file.");
    EXPECT_NE(style_refusal(folder).find("is a folder"), std::string::npos);
    EXPECT_NE(
        style_refusal("", ErrorCode::invalid_argument).find("style-file:"), std::string::npos);
}

} // namespace
} // namespace style_transfer
