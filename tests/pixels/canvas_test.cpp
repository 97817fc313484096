// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/canvas.h"

#include "engine/pixels/full_size.h"
#include "engine/pixels/resample.h"

#include <gtest/gtest.h>

#include <cmath>

namespace style_transfer {
namespace {

// Waves, and an alpha that falls from left to right.
Image waves(Size size, int channels) {
    Image image = Image::create(size, channels);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c)
                image.row(y)[x * channels + c] =
                    c == 3 ? 1 - float(x) / float(size.width)
                           : float(0.5 + 0.3 * std::sin(0.3 * (x + c) + 0.2 * y));
    return image;
}

// Colours that nothing else has, two of them out of range.
Image painted(Size size) {
    Image image = Image::create(size, 3);
    for (int y = 0; y < size.height; ++y)
        for (int i = 0; i < size.width * 3; ++i)
            image.row(y)[i] = 0.01F * float(i % 90);
    image.row(0)[0] = -1;
    image.row(0)[1] = 2;
    return image;
}

Settings at_size(int size) {
    Settings settings;
    settings.size = size;
    return settings;
}

Canvas canvas_of(const Image& base, int size, ResultSize result) {
    return {base.clone(), one_style(waves({60, 30}, 3)), at_size(size), result};
}

void expect_equal(const Image& found, const Image& expected) {
    ASSERT_EQ(found.size(), expected.size());
    ASSERT_EQ(found.channels(), expected.channels());
    for (int y = 0; y < found.size().height; ++y)
        for (int i = 0; i < found.row_stride(); ++i)
            ASSERT_EQ(found.row(y)[i], expected.row(y)[i]) << i << ", " << y;
}

TEST(Canvas, KnowsAllSizes) {
    const Canvas canvas = canvas_of(waves({80, 40}, 3), 20, ResultSize::base);
    EXPECT_EQ(canvas.base_size(), (Size{80, 40}));
    EXPECT_EQ(canvas.style_sizes(), (std::vector<Size>{{60, 30}}));
    EXPECT_EQ(canvas.working_base_size(), (Size{20, 10}));
    EXPECT_EQ(canvas.working_style_sizes(), (std::vector<Size>{{20, 10}}));
    EXPECT_EQ(canvas.working_base().size, (Size{20, 10}));
    EXPECT_EQ(canvas.working_styles().front().picture.size, (Size{20, 10}));
    EXPECT_EQ(canvas.result_size(), (Size{80, 40}));
    EXPECT_EQ(canvas_of(waves({80, 40}, 3), 20, ResultSize::working).result_size(), (Size{20, 10}));
}

TEST(Canvas, AtWorkingSizeThePictureIsTheResult) {
    Canvas canvas = canvas_of(waves({80, 40}, 3), 20, ResultSize::working);
    canvas.release();
    EXPECT_TRUE(canvas.working_base().pixels == nullptr || canvas.working_base().size == Size{});
    Image expected = painted({20, 10});
    expected.row(0)[0] = 0;
    expected.row(0)[1] = 1;
    expect_equal(canvas.finished(painted({20, 10}).view()), expected);
}

TEST(Canvas, TheResultHasTheAlphaOfTheBase) {
    const Image base = waves({80, 40}, 4);
    for (const int size : {20, 80}) {
        Canvas canvas = canvas_of(base, size, ResultSize::base);
        canvas.release();
        const Image result = canvas.finished(painted({size, size / 2}).view());
        ASSERT_EQ(result.size(), (Size{80, 40}));
        ASSERT_EQ(result.channels(), 4);
        for (int x = 0; x < 80; ++x)
            ASSERT_EQ(result.row(7)[x * 4 + 3], base.row(7)[x * 4 + 3]) << "exactly";
    }
    // At working size it is that of the working image.
    Canvas canvas = canvas_of(base, 20, ResultSize::working);
    const Image working = resample(base.view(), {20, 10});
    canvas.release();
    const Image result = canvas.finished(painted({20, 10}).view());
    ASSERT_EQ(result.size(), (Size{20, 10}));
    for (int x = 0; x < 20; ++x)
        EXPECT_EQ(result.row(3)[x * 4 + 3], working.row(3)[x * 4 + 3]);
    EXPECT_EQ(result.row(3)[5 * 4 + 1], 0.01F * 16) << "the colours are the painted ones";
}

TEST(Canvas, AtFullSizeTheBasesDetailComesBack) {
    const Image base = waves({80, 40}, 3);
    Canvas canvas = canvas_of(base, 20, ResultSize::base);
    canvas.release();
    const Image small = resample(base.view(), {20, 10});
    expect_equal(
        canvas.finished(small.view()), at_full_size(small.view(), small.view(), base.view()));
}

} // namespace
} // namespace style_transfer
