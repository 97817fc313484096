// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/image.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace style_transfer {
namespace {

static_assert(!std::is_copy_constructible_v<Image> && std::is_nothrow_move_constructible_v<Image>);

TEST(Image, RefusesImpossibleSizes) {
    for (Size size : {Size{0, 0}, Size{0, 1}, Size{1, 0}, Size{-1, 5}, Size{65537, 1}})
        EXPECT_THROW(Image::create(size, 3), Error) << size.width << "×" << size.height;
    EXPECT_THROW(Image::create({1, 1}, 2), Error);
    EXPECT_NO_THROW(Image::create({65536, 1}, 4));
}

TEST(Image, CopiesRowsOutOfALargerPicture) {
    std::vector<float> pixels(5 * 12);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = float(i);
    const Image image = Image::copy_of({pixels.data() + 3, {2, 5}, 3, 12});
    EXPECT_EQ(image.row(0)[0], 3.0F);
    EXPECT_EQ(image.row(4)[5], 4 * 12 + 3 + 5);
    EXPECT_EQ(image.row_stride(), 6);
}

TEST(Image, ScalesTheLongerSide) {
    EXPECT_EQ(scaled_to_longer_side({6000, 4000}, 512), (Size{512, 341}));
    EXPECT_EQ(scaled_to_longer_side({3, 1000}, 100), (Size{1, 100}));
    EXPECT_EQ(scaled_to_longer_side({979, 734}, 512), (Size{512, 384}));
}

} // namespace
} // namespace style_transfer
