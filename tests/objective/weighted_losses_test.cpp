// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/content_term.h"
#include "engine/objective/gram_term.h"
#include "engine/objective/variation_term.h"
#include "tests/objective/whole_style_loss.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/tensor.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace style_transfer {
namespace {

using namespace testing;

// The gradient's entries against central differences, in double.
void expect_gradient(
    const at::Tensor& x, const std::function<LossAndGradient(const at::Tensor&)>& function) {
    const at::Tensor gradient = function(x).gradient.contiguous();
    const double step = 1e-5;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        const auto at_offset = [&](double offset) {
            at::Tensor moved = x.clone();
            moved.view({-1})[i] += offset;
            return function(moved).loss;
        };
        const double expected = (at_offset(step) - at_offset(-step)) / (2 * step);
        EXPECT_NEAR(
            gradient.view({-1})[i].item<double>(), expected, 1e-6 * (1 + std::abs(expected)))
            << i;
    }
}

TEST(WeightedLosses, GramMatrixCountsPositionsByWeight) {
    // Two channels, one row of three positions; by hand: Σ w f_i f_j.
    const at::Tensor features = at::tensor({1., 2., 3., 4., 5., 6.}).view({2, 1, 3});
    const at::Tensor weights = at::tensor({1., 0., 0.5}).view({1, 3});
    const at::Tensor gram = gram_matrix(features, weights);
    EXPECT_DOUBLE_EQ(gram[0][0].item<double>(), 1 + 4.5);
    EXPECT_DOUBLE_EQ(gram[0][1].item<double>(), 4 + 9);
    EXPECT_DOUBLE_EQ(gram[1][1].item<double>(), 16 + 18);
}

TEST(WeightedLosses, ContentByHand) {
    const at::Tensor features = at::tensor({1., 2., 3., 4.}).view({1, 2, 2});
    const at::Tensor target = at::tensor({0., 0., 1., 1.}).view({1, 2, 2});
    const at::Tensor weights = at::tensor({1., 0., 0.5, 0.25}).view({2, 2});
    const LossAndGradient part = content_loss(features, target, 2, weights);
    EXPECT_DOUBLE_EQ(part.loss, 2 * (1 + 0 + 0.5 * 4 + 0.25 * 9));
    EXPECT_DOUBLE_EQ(part.gradient[0][1][0].item<double>(), 2 * 2 * 0.5 * 2);
}

TEST(WeightedLosses, VariationSkipsWhatTouchesHiddenPixels) {
    // 2×3: two summands; the second one's lower pixel is hidden.
    const at::Tensor picture = at::tensor({0., 3., 3., 4., 0., 0.}).view({1, 2, 3});
    const at::Tensor weights = at::tensor({1., 1., 1., 1., 0., 1.}).view({2, 3});
    // First: down 0−4, right 0−3: 25^1.25.
    EXPECT_NEAR(variation_loss(picture, 1, weights).loss, std::pow(25, 1.25), 1e-9);
}

TEST(WeightedLosses, GradientsAgreeWithFiniteDifferences) {
    const at::Tensor features = at::rand({3, 4, 5}, at::kDouble);
    const at::Tensor target = at::rand({3, 4, 5}, at::kDouble);
    const at::Tensor gram = at::rand({3, 3}, at::kDouble);
    const at::Tensor symmetric = gram.add(gram.t());
    const at::Tensor weights = at::rand({4, 5}, at::kDouble);
    expect_gradient(
        features, [&](const at::Tensor& x) { return content_loss(x, target, 0.7, weights); });
    expect_gradient(features, [&](const at::Tensor& x) {
        return whole_style_loss(x, symmetric, 13, 0.7, weights);
    });
    expect_gradient(features, [&](const at::Tensor& x) { return variation_loss(x, 0.7, weights); });
}

TEST(WeightedLosses, WeightsOfOneChangeNothing) {
    const at::Tensor features = at::rand({3, 4, 5}, at::kDouble);
    const at::Tensor target = at::rand({3, 4, 5}, at::kDouble);
    const at::Tensor gram = at::rand({3, 3}, at::kDouble);
    const at::Tensor ones = at::ones({4, 5}, at::kDouble);
    EXPECT_NEAR(
        content_loss(features, target, 1, ones).loss, content_loss(features, target, 1).loss,
        1e-12);
    EXPECT_NEAR(
        whole_style_loss(features, gram, 20, 1, ones).loss,
        whole_style_loss(features, gram, 20, 1).loss, 1e-12);
    EXPECT_NEAR(variation_loss(features, 1, ones).loss, variation_loss(features, 1).loss, 1e-12);
}

} // namespace
} // namespace style_transfer
