// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/transparent_fill.h"

#include <gtest/gtest.h>

#include <random>

namespace style_transfer {
namespace {

Image random_picture(Size size) {
    std::mt19937 generator(7);
    std::uniform_real_distribution<float> uniform(0.1F, 1);
    Image image = Image::create(size, 4);
    for (int y = 0; y < size.height; ++y)
        for (int i = 0; i < image.row_stride(); ++i)
            image.row(y)[i] = uniform(generator);
    return image;
}

TEST(TransparentFill, KeepsWhatIsVisibleAndAllAlpha) {
    for (Size size : {Size{1, 1}, Size{1, 7}, Size{7, 1}, Size{2, 2}, Size{13, 31}}) {
        Image image = random_picture(size);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                if ((x * 5 + y * 3) % 4 == 0)
                    image.row(y)[x * 4 + 3] = 0;
        const Image before = image.clone();
        fill_transparent(image.span());
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const float* now = image.row(y) + x * 4;
                const float* then = before.row(y) + x * 4;
                EXPECT_EQ(now[3], then[3]);
                for (int c = 0; c < 3; ++c) {
                    EXPECT_TRUE(then[3] == 0 || now[c] == then[c]);
                    EXPECT_GE(now[c], 0.0F);
                    EXPECT_LE(now[c], 1.00001F);
                }
            }
    }
}

TEST(TransparentFill, ContinuesOneColourEverywhere) {
    for (Size size : {Size{37, 53}, Size{64, 64}, Size{300, 2}}) {
        Image image = random_picture(size);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const bool visible = x == 0 && y == 0;
                image.row(y)[x * 4 + 3] = visible;
                if (visible)
                    image.row(y)[0] = 0.25F, image.row(y)[1] = 0.5F, image.row(y)[2] = 0.75F;
            }
        fill_transparent(image.span());
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                EXPECT_NEAR(image.row(y)[x * 4 + 0], 0.25F, 1e-5F);
                EXPECT_NEAR(image.row(y)[x * 4 + 1], 0.5F, 1e-5F);
                EXPECT_NEAR(image.row(y)[x * 4 + 2], 0.75F, 1e-5F);
            }
    }
}

TEST(TransparentFill, GoesSmoothlyBetweenTwoColours) {
    // Black on the left, white on the right, nothing between: a rise without jumps.
    const int width = 64;
    Image image = Image::create({width, 16}, 4);
    for (int y = 0; y < 16; ++y)
        for (int x : {0, 1, width - 2, width - 1}) {
            for (int c = 0; c < 3; ++c)
                image.row(y)[x * 4 + c] = x < 2 ? 0.0F : 1.0F;
            image.row(y)[x * 4 + 3] = 1;
        }
    fill_transparent(image.span());
    for (int x = 1; x < width; ++x) {
        const float step = image.row(8)[x * 4] - image.row(8)[(x - 1) * 4];
        EXPECT_GE(step, -1e-5F) << x;
        EXPECT_LE(step, 0.3F) << x;
    }
}

TEST(TransparentFill, LeavesAnEntirelyTransparentPictureAlone) {
    Image image = random_picture({5, 4});
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 5; ++x)
            image.row(y)[x * 4 + 3] = 0;
    const Image before = image.clone();
    fill_transparent(image.span());
    for (int y = 0; y < 4; ++y)
        for (int i = 0; i < image.row_stride(); ++i)
            EXPECT_EQ(image.row(y)[i], before.row(y)[i]);
}

} // namespace
} // namespace style_transfer
