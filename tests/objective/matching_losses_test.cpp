// SPDX-License-Identifier: GPL-3.0-or-later
// The loss of one place, against matching.json and by hand.
#include "engine/objective/matching_term.h"
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace style_transfer {
namespace {

using test::golden;
using test::Json;

// Of one vector each, [1].
struct PlaceLoss {
    double loss = 0;
    at::Tensor gradient;
};

PlaceLoss loss_of(const at::Tensor& vector, const at::Tensor& target, double least_square) {
    const auto product = [](const at::Tensor& a, const at::Tensor& b) {
        return (a * b).sum().unsqueeze(0);
    };
    const MatchingLosses found = matching_losses(
        product(vector, vector), product(vector, target), product(target, target), least_square);
    return {found.losses.item<double>(), found.own * vector + found.target * target};
}

at::Tensor vector_of(const Json& values, at::ScalarType type) {
    return at::tensor(values.get<std::vector<double>>(), at::kDouble).to(type);
}

TEST(MatchingLosses, AreTheReferences) {
    for (const Json& one : golden("matching.json").at("losses")) {
        SCOPED_TRACE(one.dump());
        const PlaceLoss found = loss_of(
            vector_of(one.at("vector"), at::kDouble), vector_of(one.at("target"), at::kDouble),
            one.at("least"));
        // Where nearly equal lengths are subtracted, as many digits as the lengths have.
        EXPECT_NEAR(found.loss, one.at("loss"), 1e-12 * (1 + one.at("loss").get<double>()));
        const at::Tensor expected = vector_of(one.at("gradient"), at::kDouble);
        const double size = expected.norm().item<double>();
        EXPECT_LE((found.gradient - expected).norm().item<double>(), 1e-11 * size + 1e-13);
    }
}

TEST(MatchingLosses, AreFiniteInSinglePrecision) {
    for (const Json& one : golden("matching.json").at("losses")) {
        SCOPED_TRACE(one.dump());
        const PlaceLoss found = loss_of(
            vector_of(one.at("vector"), at::kFloat), vector_of(one.at("target"), at::kFloat),
            one.at("least"));
        EXPECT_NEAR(found.loss, one.at("loss"), 1e-5 * (1 + one.at("loss").get<double>()));
        EXPECT_TRUE(found.gradient.isfinite().all().item<bool>());
        const at::Tensor expected = vector_of(one.at("gradient"), at::kFloat);
        const double size = expected.norm().item<double>();
        EXPECT_LE((found.gradient - expected).norm().item<double>(), 1e-4 * size + 1e-3);
    }
}

TEST(MatchingLosses, ByHand) {
    const auto loss = [](double x, double y, double u, double v) {
        return loss_of(at::tensor({x, y}, at::kDouble), at::tensor({u, v}, at::kDouble), 0).loss;
    };
    EXPECT_NEAR(loss(3, 4, 3, 4), 0, 1e-15);
    EXPECT_NEAR(loss(-3, -4, 3, 4), 4, 1e-15);   // the other way: 2 · (1 + 1)
    EXPECT_NEAR(loss(6, 8, 3, 4), 1, 1e-15);     // twice as long
    EXPECT_NEAR(loss(0, 4, 1, 0), 9 + 4, 1e-14); // four times as long, at a right angle
    EXPECT_NEAR(loss(0.03, 0.04, 3, 4), 0.99 * 0.99, 1e-14);
    // Scale is of no matter.
    EXPECT_NEAR(loss(1e6, 2e6, 3e6, 1e6), loss(1, 2, 3, 1), 1e-12);
}

TEST(MatchingLosses, GradientAgreesWithFiniteDifferences) {
    for (const Json& one : golden("matching.json").at("losses")) {
        const double least = one.at("least");
        const at::Tensor vector = vector_of(one.at("vector"), at::kDouble);
        const at::Tensor target = vector_of(one.at("target"), at::kDouble);
        if (vector.norm().item<double>() < 0.1 || target.norm().item<double>() < 0.1)
            continue; // bends within a step
        if (one.at("loss").get<double>() < 1e-3)
            continue; // is flat, but for the digits that are lost
        test::expect_gradient(
            [&](const at::Tensor& x) { return loss_of(x, target, least).loss; }, vector,
            loss_of(vector, target, least).gradient, 1e-6, 1e-5);
    }
}

TEST(MatchingLosses, OfManyPlacesAreThoseOfEach) {
    std::vector<at::Tensor> squares, products, targets;
    for (const Json& one : golden("matching.json").at("losses")) {
        const at::Tensor vector = vector_of(one.at("vector"), at::kDouble);
        const at::Tensor target = vector_of(one.at("target"), at::kDouble);
        squares.push_back((vector * vector).sum());
        products.push_back((vector * target).sum());
        targets.push_back((target * target).sum());
    }
    const at::Tensor square = at::stack(squares), before = square.clone();
    const MatchingLosses all =
        matching_losses(square, at::stack(products), at::stack(targets), 1e-6);
    EXPECT_TRUE(square.equal(before));
    for (std::int64_t i = 0; i < square.size(0); ++i) {
        const MatchingLosses one = matching_losses(
            squares[std::size_t(i)], products[std::size_t(i)], targets[std::size_t(i)], 1e-6);
        EXPECT_TRUE(all.losses[i].equal(one.losses));
        EXPECT_TRUE(all.own[i].equal(one.own));
        EXPECT_TRUE(all.target[i].equal(one.target));
    }
}

} // namespace
} // namespace style_transfer
