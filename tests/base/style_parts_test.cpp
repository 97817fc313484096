// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/style_parts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace style_transfer {
namespace {

Image mask_of(std::vector<float> values) {
    Image mask = Image::create({int(values.size()), 1}, 1);
    std::copy(values.begin(), values.end(), mask.row(0));
    return mask;
}

std::vector<float> values_of(const Image& mask) {
    return {mask.row(0), mask.row(0) + mask.size().width};
}

// With 4×1 pixels.
StyleParts parts_of(const std::vector<StyleView>& styles) {
    return style_parts(styles, {4, 1});
}

using Numbers = std::vector<std::size_t>;
using Values = std::vector<float>;

TEST(StyleParts, OfStylesWithoutRegionsAreOne) {
    const StyleParts found = parts_of({{{}, 3}, {{}, 1}});
    ASSERT_EQ(found.parts.size(), 1U);
    EXPECT_TRUE(found.parts[0].mask.empty());
    EXPECT_TRUE(found.covered.empty());
    EXPECT_EQ(found.parts[0].styles, (Numbers{0, 1}));
    EXPECT_EQ(found.parts[0].shares, (std::vector<double>{0.75, 0.25}));
}

TEST(StyleParts, TheRestBelongsToTheStylesWithoutARegion) {
    const Image sky = mask_of({1, 0.75F, 0, 0});
    const StyleParts found = parts_of({{{}, 1}, {{}, 1, sky.view()}});
    ASSERT_EQ(found.parts.size(), 2U);
    EXPECT_EQ(values_of(found.parts[0].mask), (Values{0, 0.25F, 1, 1}));
    EXPECT_EQ(values_of(found.parts[1].mask), (Values{1, 0.75F, 0, 0}));
    EXPECT_TRUE(found.covered.empty());
    EXPECT_EQ(found.parts[1].shares, (std::vector<double>{1}));
}

TEST(StyleParts, WhatNoRegionCoversStays) {
    const Image one = mask_of({1, 1, 0, 0}), other = mask_of({0, 1, 0.5F, 0.5F});
    // Where both are, 3 : 1.
    const StyleParts found = parts_of({{{}, 3, one.view()}, {{}, 1, other.view()}});
    ASSERT_EQ(found.parts.size(), 2U);
    EXPECT_EQ(values_of(found.parts[0].mask), (Values{1, 0.75F, 0, 0}));
    EXPECT_EQ(values_of(found.parts[1].mask), (Values{0, 0.25F, 0.5F, 0.5F}));
    EXPECT_EQ(values_of(found.covered), (Values{1, 1, 0.5F, 0.5F}));
}

TEST(StyleParts, StylesOfEqualRegionsShareThem) {
    const Image one = mask_of({1, 1, 0, 0}), same = mask_of({1, 1, 0, 0});
    const StyleParts found = parts_of({{{}, 1, one.view()}, {{}, 4, same.view()}});
    ASSERT_EQ(found.parts.size(), 1U);
    EXPECT_EQ(found.parts[0].shares, (std::vector<double>{0.2, 0.8}));
    EXPECT_EQ(values_of(found.parts[0].mask), (Values{1, 1, 0, 0}));
}

TEST(StyleParts, ARestOfNothingIsNoPart) {
    const Image all = mask_of({1, 1, 1, 2});
    const StyleParts found = parts_of({{{}, 1}, {{}, 1, all.view()}});
    ASSERT_EQ(found.parts.size(), 1U);
    EXPECT_EQ(found.parts[0].styles, (Numbers{1}));
    EXPECT_EQ(values_of(found.parts[0].mask), (Values{1, 1, 1, 1}));
}

std::string refusal_of(const std::vector<StyleView>& styles) {
    try {
        parts_of(styles);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return "";
}

TEST(StyleParts, RefusesWhatMeansNothing) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Image nothing = mask_of({0, nan, -1, 0}), small = mask_of({1, 1});
    EXPECT_NE(refusal_of({}).find("There is no style"), std::string::npos);
    EXPECT_NE(refusal_of({{{}, 1}, {{}, 0}}).find("The weight of style 2"), std::string::npos);
    EXPECT_NE(refusal_of({{{}, double(nan)}}).find("The weight of style 1"), std::string::npos);
    EXPECT_NE(
        refusal_of({{{}, 1}, {{}, 1, nothing.view()}}).find("style 2 covers nothing"),
        std::string::npos);
    EXPECT_NE(refusal_of({{{}, 1, small.view()}}).find("of the picture's size"), std::string::npos);
}

TEST(KeepUncovered, MixesByTheMask) {
    Image painted = Image::create({2, 1}, 3), photo = Image::create({2, 1}, 4);
    std::fill_n(painted.row(0), 6, 1.0F);
    std::fill_n(photo.row(0), 8, 0.25F);
    keep_uncovered(painted.span(), photo.view(), mask_of({0, 0.5F}).view());
    for (int c = 0; c < 3; ++c) {
        EXPECT_EQ(painted.row(0)[c], 0.25F);
        EXPECT_EQ(painted.row(0)[3 + c], 0.625F);
    }
    keep_uncovered(painted.span(), photo.view(), {});
    EXPECT_EQ(painted.row(0)[0], 0.25F);
}

} // namespace
} // namespace style_transfer
