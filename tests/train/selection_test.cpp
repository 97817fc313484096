// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/selection.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

namespace style_transfer::train {
namespace {

using Channels = std::vector<std::int64_t>;

at::Tensor covariance(const at::Tensor& samples) {
    return at::mm(samples.t(), samples);
}

TEST(Selection, FindsTheIndependentChannels) {
    // Channels 1, 3 and 6 are independent and strong, the others weak mixtures of them.
    const at::Tensor a = at::rand({200}, at::kDouble) - 0.5;
    const at::Tensor b = at::rand({200}, at::kDouble) - 0.5;
    const at::Tensor c = at::rand({200}, at::kDouble) - 0.5;
    const at::Tensor samples = at::stack(
        {0.1 * a + 0.2 * b, 5 * a, 0.3 * c - 0.1 * a, 4 * b, 0.2 * b, a * 0.1 + b * 0.1 + c * 0.1,
         3 * c, at::zeros({200}, at::kDouble)},
        1);
    EXPECT_EQ(select_channels(covariance(samples), 3), (Channels{1, 3, 6}));
}

TEST(Selection, TakesWhatIsLeftUnexplainedNotWhatIsStrong) {
    // By hand: 0 is strongest; 1 is nearly the same, 0.19 of it is left; 2 is weak but new, 0.25.
    const at::Tensor matrix =
        at::tensor({1.0, 0.9, 0.0, 0.9, 1.0 - 1e-9, 0.0, 0.0, 0.0, 0.25}).view({3, 3});
    EXPECT_EQ(select_channels(matrix.to(at::kDouble), 2), (Channels{0, 2}));
    EXPECT_EQ(select_channels(matrix.to(at::kDouble), 3), (Channels{0, 1, 2}));
}

TEST(Selection, FillsUpWithTheStrongestWhenNothingIsLeft) {
    // All but channel 4 are multiples of one another.
    const at::Tensor a = at::rand({50}, at::kDouble);
    const at::Tensor samples =
        at::stack({0.5 * a, 2 * a, 0.1 * a, 3 * a, at::zeros({50}, at::kDouble)}, 1);
    EXPECT_EQ(select_channels(covariance(samples), 1), (Channels{3}));
    EXPECT_EQ(select_channels(covariance(samples), 3), (Channels{0, 1, 3}));
    EXPECT_EQ(select_channels(covariance(samples), 9), (Channels{0, 1, 2, 3, 4}));
}

TEST(Selection, OfSilentChannels) {
    EXPECT_EQ(select_channels(at::zeros({3, 3}, at::kDouble), 2).size(), 2U);
}

} // namespace
} // namespace style_transfer::train
