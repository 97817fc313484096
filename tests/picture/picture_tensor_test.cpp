// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/picture_tensor.h"

#include <ATen/ops/tensor.h>

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace style_transfer {
namespace {

const float not_a_number = std::numeric_limits<float>::quiet_NaN();
const float infinite = std::numeric_limits<float>::infinity();

TEST(PictureTensor, ChannelsBecomePlanesFrom0To255) {
    // Two rows of one RGBA pixel, with two floats of space after each.
    const std::vector<float> pixels{0.2F, 0.4F, 0.6F, 0.5F, -9, -9, 0.8F, 1, 0, 1, -9, -9};
    const at::Tensor tensor = tensor_from_image({pixels.data(), {1, 2}, 4, 6});
    EXPECT_EQ(tensor.scalar_type(), at::kFloat);
    const at::Tensor expected =
        at::tensor({51.F, 204.F, 102.F, 255.F, 153.F, 0.F}, at::kFloat).view({3, 2, 1});
    EXPECT_TRUE(tensor.allclose(expected, 0, 1e-4));
}

TEST(PictureTensor, WhatIsOutsideIsClippedAndNoNumberIsBlack) {
    const std::vector<float> pixels{-0.5F, 1.5F, not_a_number, infinite, -infinite, 0.5F};
    const at::Tensor tensor = tensor_from_image({pixels.data(), {2, 1}, 3, 6});
    const at::Tensor expected =
        at::tensor({0.F, 255.F, 255.F, 0.F, 0.F, 127.5F}, at::kFloat).view({3, 1, 2});
    EXPECT_TRUE(tensor.equal(expected));
}

TEST(PictureTensor, BackAgainItIsClipped) {
    const at::Tensor tensor =
        at::tensor({0.F, 51.F, 255.F, 300.F, -20.F, 127.5F}, at::kFloat).view({3, 1, 2});
    const Image image = image_from_tensor(tensor);
    EXPECT_EQ(image.size(), (Size{2, 1}));
    EXPECT_EQ(image.channels(), 3);
    const std::vector<float> expected{0, 1, 0, 0.2F, 1, 0.5F};
    for (int i = 0; i < 6; ++i)
        EXPECT_FLOAT_EQ(image.row(0)[i], expected[static_cast<std::size_t>(i)]) << i;
}

TEST(PictureTensor, MaskIsAlphaUnlessAllIsVisible) {
    std::vector<float> pixels{0, 0, 0, 0.25F, 0, 0, 0, 2, 0, 0, 0, -1, 0, 0, 0, not_a_number};
    const ImageView view{pixels.data(), {2, 2}, 4, 8};
    const at::Tensor mask = mask_from_image(view);
    EXPECT_TRUE(mask.equal(at::tensor({0.25F, 1.F, 0.F, 1.F}, at::kFloat).view({2, 2})));
    pixels[3] = pixels[11] = 1;
    EXPECT_FALSE(mask_from_image(view).defined());
}

} // namespace
} // namespace style_transfer
