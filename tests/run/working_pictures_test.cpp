// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/working_pictures.h"

#include "tests/support/images.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

using namespace testing;

float largest_of_style(Method method) {
    const Image base = slanted_waves({24, 20}, 0.2);
    Image style = Image::create({20, 16}, 3);
    for (int channel = 0; channel < 3; ++channel)
        style.row(7)[10 * 3 + channel] = 1;
    const WorkingPictures pictures(
        base.view(), {style.view()}, style_parts({{style.view()}}, base.size()),
        default_settings(method));
    return pictures.styles().front().picture.max().item<float>();
}

TEST(WorkingPictures, MatchingDoesNotKnowAPaintingByItsSpecks) {
    EXPECT_EQ(largest_of_style(Method::matching), 0);
    EXPECT_EQ(largest_of_style(Method::gram), 255) << "the published method sees what it is given";
}

} // namespace
} // namespace style_transfer
