// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/content_term.h"
#include "engine/objective/gram_term.h"
#include "engine/objective/variation_term.h"
#include "tests/objective/whole_style_loss.h"
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/sin.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <gtest/gtest.h>

#include <cmath>

namespace style_transfer {
namespace {

using namespace testing;

using test::expect_gradient;

at::Tensor numbers(std::vector<double> values, at::IntArrayRef shape) {
    return at::tensor(values, at::kDouble).view(shape);
}

// Smooth, without symmetry.
at::Tensor waves(at::IntArrayRef shape, double speed) {
    at::Tensor all = at::zeros(shape, at::kDouble);
    return (at::arange(all.numel(), at::kDouble) * speed).sin().view(shape) * 3;
}

TEST(Losses, GramMatrixByHand) {
    const at::Tensor features = numbers({1, 2, 3, -1, 0, 4}, {2, 1, 3});
    EXPECT_TRUE(gram_matrix(features).equal(numbers({14, 11, 11, 17}, {2, 2})));
    // A sum over positions, whatever their arrangement.
    EXPECT_TRUE(gram_matrix(features.view({2, 3, 1})).equal(numbers({14, 11, 11, 17}, {2, 2})));
}

TEST(Losses, ContentByHand) {
    const at::Tensor features = numbers({1, 2, 3, 4}, {2, 2, 1});
    const at::Tensor target = numbers({1, 0, 5, 1}, {2, 2, 1});
    const LossAndGradient part = content_loss(features, target, 0.5);
    EXPECT_DOUBLE_EQ(part.loss, 0.5 * (0 + 4 + 4 + 9));
    EXPECT_TRUE(part.gradient.equal(numbers({0, 2, -2, 3}, {2, 2, 1})));
}

TEST(Losses, StyleByHand) {
    // G = (5 11 / 11 25), over 2 pixels (2.5 5.5 / 5.5 12.5), minus the target (0.5 1.5 / 1.5 2.5)
    // is (2 4 / 4 10): 4 + 16 + 16 + 100 = 136.
    const at::Tensor features = numbers({1, 2, 3, 4}, {2, 1, 2});
    const at::Tensor target = numbers({0.5, 1.5, 1.5, 2.5}, {2, 2});
    const LossAndGradient part = whole_style_loss(features, target, 2, 9);
    EXPECT_DOUBLE_EQ(part.loss, 9 * 136.0 / 36);
    // 9 · 4 / (36 · 2) · (2 4 / 4 10) · (1 2 / 3 4)
    EXPECT_TRUE(part.gradient.allclose(numbers({7, 10, 17, 24}, {2, 1, 2}), 1e-14));
}

TEST(Losses, VariationByHand) {
    // Pixels 0 3 / 4 9: the only summand has steps of 3 and 4; 9 is compared with nothing.
    const at::Tensor picture = numbers({0, 3, 4, 9}, {1, 2, 2});
    const double root = std::pow(25, 0.25);
    const LossAndGradient part = variation_loss(picture, 2);
    EXPECT_NEAR(part.loss, 2 * 25 * root, 1e-11);
    // 1.25 · 25^0.25 · 2 · step for each of the two steps.
    const double slope = 2 * 2.5 * root;
    const at::Tensor expected = numbers({-7 * slope, 3 * slope, 4 * slope, 0}, {1, 2, 2});
    EXPECT_TRUE(part.gradient.allclose(expected, 1e-13));
}

TEST(Losses, VariationAddsUpChannelsAndLeavesOutTheLastRowAndColumn) {
    at::Tensor picture = at::zeros({2, 3, 3}, at::kDouble);
    picture[0][2][2] = 100; // last row and column
    EXPECT_EQ(variation_loss(picture, 1).loss, 0);
    picture[1][1][1] = 2; // seen from above, from the left, and by itself both ways
    EXPECT_NEAR(variation_loss(picture, 1).loss, 2 * std::pow(4, 1.25) + std::pow(8, 1.25), 1e-12);
    picture[0][1][2] = 3; // seen from the left; its own steps are not counted
    EXPECT_NEAR(
        variation_loss(picture, 1).loss,
        2 * std::pow(4, 1.25) + std::pow(8, 1.25) + std::pow(9, 1.25), 1e-12);
}

TEST(Losses, NothingVariesInAnEvenPicture) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
        const at::Tensor picture = at::full({3, 4, 5}, 127.3, type);
        const LossAndGradient part = variation_loss(picture, 1);
        EXPECT_EQ(part.loss, 0);
        EXPECT_TRUE(part.gradient.equal(at::zeros_like(picture)));
    }
}

TEST(Losses, NothingVariesWhereASideIsOnePixel) {
    for (const auto& [height, width] : {std::pair{1, 1}, {1, 6}, {6, 1}}) {
        const at::Tensor picture = waves({3, height, width}, 0.7);
        const LossAndGradient part = variation_loss(picture, 1);
        EXPECT_EQ(part.loss, 0);
        EXPECT_TRUE(part.gradient.equal(at::zeros_like(picture)));
    }
}

TEST(Losses, WithoutDifferenceThereIsNoLoss) {
    const at::Tensor features = waves({3, 4, 5}, 0.7);
    const LossAndGradient content = content_loss(features, features.clone(), 3);
    EXPECT_EQ(content.loss, 0);
    EXPECT_TRUE(content.gradient.equal(at::zeros_like(features)));
    const LossAndGradient style = whole_style_loss(features, gram_matrix(features) / 40, 40, 3);
    EXPECT_NEAR(style.loss, 0, 1e-25);
    EXPECT_TRUE(style.gradient.allclose(at::zeros_like(features), 0, 1e-12));
}

TEST(Losses, GradientsAgreeWithFiniteDifferences) {
    const at::Tensor x = waves({3, 5, 4}, 0.7);
    const at::Tensor target = waves({3, 5, 4}, 1.1);
    const at::Tensor gram = gram_matrix(waves({3, 5, 7}, 1.3)) / 9;
    const auto content = [&](const at::Tensor& at) { return content_loss(at, target, 0.3); };
    const auto style = [&](const at::Tensor& at) { return whole_style_loss(at, gram, 31, 0.3); };
    const auto variation = [&](const at::Tensor& at) { return variation_loss(at, 0.3); };
    const auto check = [&](const auto& function) {
        expect_gradient(
            [&](const at::Tensor& at) { return function(at).loss; }, x, function(x).gradient, 1e-8);
    };
    check(content);
    check(style);
    check(variation);
}

TEST(Losses, ArgumentsStayAsTheyAre) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
        const at::Tensor x = waves({3, 5, 4}, 0.7).to(type), x_before = x.clone();
        const at::Tensor target = waves({3, 5, 4}, 1.1).to(type), target_before = target.clone();
        const at::Tensor gram = gram_matrix(target), gram_before = gram.clone();
        content_loss(x, target, 2);
        whole_style_loss(x, gram, 20, 2);
        variation_loss(x, 2);
        EXPECT_TRUE(x.equal(x_before) && target.equal(target_before) && gram.equal(gram_before));
    }
}

TEST(Losses, SumsOfManyNumbersKeepTheirDigits) {
    // Added up one by one in single precision, a million numbers lose the third digit.
    const at::Tensor features = at::full({4, 512, 512}, 100.1, at::kFloat);
    const at::Tensor target = at::full({4, 512, 512}, 100.0, at::kFloat);
    const double difference = static_cast<double>(100.1F) - 100.0;
    const double expected = 4 * 512 * 512 * difference * difference;
    EXPECT_NEAR(content_loss(features, target, 1).loss, expected, 1e-6 * expected);

    const at::Tensor ramp = at::arange(1024, at::kFloat).div(4).expand({1, 1024, 1024});
    const double summands = 1023.0 * 1023.0;
    const double variation = summands * std::pow(0.0625, 1.25);
    EXPECT_NEAR(variation_loss(ramp, 1).loss, variation, 1e-6 * variation);
}

} // namespace
} // namespace style_transfer
