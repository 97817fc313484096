// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/canvas.h"

#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <cmath>

namespace style_transfer {
namespace {

using namespace testing;

Settings at_size(int size) {
    Settings settings;
    settings.size = size;
    return settings;
}

Canvas canvas_of(const Image& base, int size, ResultSize result) {
    return {base.clone(), one_style(fading_waves({60, 30}, 3)), at_size(size), result};
}

TEST(Canvas, KnowsAllSizes) {
    const Canvas canvas = canvas_of(fading_waves({80, 40}, 3), 20, ResultSize::base);
    EXPECT_EQ(canvas.base_size(), (Size{80, 40}));
    EXPECT_EQ(canvas.style_sizes(), (std::vector<Size>{{60, 30}}));
    EXPECT_EQ(canvas.working_base_size(), (Size{20, 10}));
    EXPECT_EQ(canvas.working_style_sizes(), (std::vector<Size>{{20, 10}}));
    EXPECT_EQ(canvas.working_base().size, (Size{20, 10}));
    EXPECT_EQ(canvas.working_styles().front().picture.size, (Size{20, 10}));
    EXPECT_EQ(canvas.result_size(), (Size{80, 40}));
    EXPECT_EQ(
        canvas_of(fading_waves({80, 40}, 3), 20, ResultSize::working).result_size(),
        (Size{20, 10}));
}

TEST(Canvas, KeepsThePhotoWhileItIsNeeded) {
    for (const bool keeps : {false, true}) {
        Canvas working = canvas_of(fading_waves({80, 40}, 3), 20, ResultSize::working);
        working.release(keeps);
        EXPECT_EQ(working.photo().size, keeps ? (Size{20, 10}) : Size{});
        Canvas enlarged = canvas_of(fading_waves({80, 40}, 3), 20, ResultSize::base);
        enlarged.release(keeps);
        EXPECT_EQ(enlarged.photo().size, (Size{80, 40}));
        Canvas transparent = canvas_of(fading_waves({80, 40}, 4), 20, ResultSize::working);
        transparent.release(keeps);
        EXPECT_EQ(transparent.photo().size, (Size{20, 10})) << "its alpha is the result's";
    }
}

} // namespace
} // namespace style_transfer
