// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/feature_network.h"
#include "engine/train/least_squares.h"
#include "tests/train/training_files.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/full.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <cmath>

namespace style_transfer::train {
namespace {

constexpr auto real = at::kDouble;

TEST(LeastSquares, LineThroughFourPointsByHand) {
    // y = 1.4 x + 3.5 is the textbook line through (1,6) (2,5) (3,7) (4,10): 4.2 of 210 is left.
    NormalEquations equations(/*intercept=*/true);
    equations.add(
        at::tensor({1.0, 2.0}).view({2, 1}).to(real), at::tensor({6.0, 5.0}).view({2, 1}).to(real));
    equations.add(
        at::tensor({3.0, 4.0}).view({2, 1}).to(real),
        at::tensor({7.0, 10.0}).view({2, 1}).to(real));
    const auto solution = equations.solve(0);
    EXPECT_NEAR(solution.weights[0][0].item<double>(), 1.4, 1e-12);
    EXPECT_NEAR(solution.weights[1][0].item<double>(), 3.5, 1e-12);
    EXPECT_NEAR(solution.unexplained, 4.2 / 210, 1e-12);
    EXPECT_EQ(equations.samples(), 4);
}

TEST(LeastSquares, RecoversAConvolutionFromItsPatches) {
    const at::Tensor input = at::randn({2, 3, 9, 7}, real);
    const at::Tensor kernel = at::randn({4, 3, 3, 3}, real);
    const at::Tensor bias = at::randn({4}, real);
    const at::Tensor output = at::conv2d(input, kernel, bias, 1, 1);
    NormalEquations equations(/*intercept=*/true);
    equations.add(patches_of(input), rows_of(output));
    const auto solution = equations.solve(1e-12);
    EXPECT_LT(solution.unexplained, 1e-12);
    const at::Tensor found = solution.weights.narrow(0, 0, 27).t().reshape({4, 3, 3, 3});
    EXPECT_TRUE(found.allclose(kernel, 1e-6, 1e-6));
    EXPECT_TRUE(solution.weights[27].allclose(bias, 1e-6, 1e-6));
    // Some of the outputs, in another order.
    const auto some = equations.solve(1e-12, {3, 1});
    EXPECT_TRUE(some.weights.select(1, 0).allclose(solution.weights.select(1, 3)));
    EXPECT_TRUE(some.weights.select(1, 1).allclose(solution.weights.select(1, 1)));
}

TEST(LeastSquares, TheRidgeLeavesTheInterceptAlone) {
    // Targets that are 100 everywhere have nothing to do with the unknowns, however large these.
    NormalEquations equations(/*intercept=*/true);
    equations.add(at::randn({500, 3}, real) * 1000, at::full({500, 1}, 100.0, real));
    const auto solution = equations.solve(1e-2);
    EXPECT_NEAR(solution.weights[3][0].item<double>(), 100, 1e-6);
}

TEST(LeastSquares, TheRidgeByHand) {
    // x = y = (1, 1), one unknown: w = 2 / (2 + 0.5·2).
    NormalEquations equations(/*intercept=*/false);
    equations.add(at::full({2, 1}, 1.0, real), at::full({2, 1}, 1.0, real));
    const auto solution = equations.solve(0.5);
    EXPECT_NEAR(solution.weights[0][0].item<double>(), 2.0 / 3, 1e-12);
    EXPECT_NEAR(solution.unexplained, 1.0 / 9, 1e-12);
}

TEST(LeastSquares, UnknownsThatAreAlwaysZeroDoNoHarm) {
    NormalEquations equations(/*intercept=*/false);
    const at::Tensor x = at::randn({50, 2}, real);
    equations.add(at::cat({x, at::zeros({50, 1}, real)}, 1), x);
    EXPECT_LT(equations.solve(1e-9).unexplained, 1e-12);
}

TEST(LeastSquares, NumbersThatAreNoneAreToldInASentence) {
    NormalEquations equations(/*intercept=*/false);
    equations.add(at::full({2, 2}, std::nan(""), real), at::full({2, 1}, 1.0, real));
    EXPECT_NE(
        test::refusal(ErrorCode::internal, [&] { equations.solve(1e-6); })
            .find("its equations have no solution"),
        std::string::npos);
}

} // namespace
} // namespace style_transfer::train
