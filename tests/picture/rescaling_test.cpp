// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/rescaling.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/rand.h>

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

TEST(Rescaling, ShrinkingTakesMeans) {
    const at::Tensor picture = at::arange(48, at::kFloat).view({3, 4, 4});
    const at::Tensor small = shrunk(picture, {2, 2});
    EXPECT_EQ(small.sizes(), (at::IntArrayRef{3, 2, 2}));
    EXPECT_FLOAT_EQ(small[0][0][0].item<float>(), (0 + 1 + 4 + 5) / 4.0F);
    EXPECT_FLOAT_EQ(small[2][1][1].item<float>(), 32 + (10 + 11 + 14 + 15) / 4.0F);
    EXPECT_FALSE(shrunk({}, {2, 2}).defined());
}

TEST(Rescaling, GrowingKeepsTheBasesOwnDetail) {
    const at::Tensor base = at::rand({3, 33, 40}) * 255;
    const at::Tensor small = shrunk(base, {20, 17});
    // Nothing done, nothing changed; brighter by 10 there, brighter by 10 here.
    EXPECT_LT((grown(small, small, base) - base).abs().max().item<float>(), 1e-4F);
    EXPECT_LT((grown(small + 10, small, base) - base - 10).abs().max().item<float>(), 1e-3F);
}

} // namespace
} // namespace style_transfer
