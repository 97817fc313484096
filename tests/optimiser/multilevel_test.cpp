// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/optimiser/multilevel.h"

#include "engine/optimiser/lbfgs.h"
#include "tests/optimiser/scattered.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <utility>

namespace style_transfer {
namespace {

using namespace testing;

TEST(Multilevel, SumOfAllSizes) {
    // 16, 8 and 4 pixels; means of a plane and its enlargements are the plane.
    const at::Tensor plane = at::full({3, 16, 16}, 2.0, at::kDouble);
    EXPECT_TRUE(multilevel(plane).allclose(plane * (1 + 1.5 + 1.5 * 1.5)));
    // Of ±1 in turn, the half size has nothing: (3·1 − 1 + 3·(−1) + 1) / 16 = 0 inside.
    const at::Tensor grain = (at::arange(16, at::kDouble).remainder(2) * 2 - 1).expand({3, 16, 16});
    const auto inside = [](const at::Tensor& picture) { return picture.narrow(2, 6, 4); };
    EXPECT_TRUE(inside(multilevel(grain)).allclose(inside(grain), 0, 0.1));
}

TEST(Multilevel, LeavesWhatItIsGiven) {
    for (const auto& [height, width] : {std::pair{16, 16}, {5, 40}}) {
        const at::Tensor given = scattered(height, width, 0);
        const at::Tensor before = given.clone();
        multilevel(given).add_(1);
        EXPECT_TRUE(given.equal(before)) << height << "×" << width;
    }
}

TEST(Multilevel, SymmetricAndPositiveAtEverySize) {
    for (const auto& [height, width] : {std::pair{16, 16}, {17, 31}, {8, 9}, {5, 40}, {1, 1}}) {
        const at::Tensor x = scattered(height, width, 0), y = scattered(height, width, 7);
        const double there = product(x, multilevel(y)), back = product(multilevel(x), y);
        EXPECT_NEAR(there, back, 1e-12 * product(x, x)) << height << "×" << width;
        EXPECT_GE(product(x, multilevel(x)), product(x, x)) << height << "×" << width;
    }
}

// Σ over all pairs of neighbours of their difference's square, less a given picture: the slow part
// of such a problem are its large shapes.
TEST(Multilevel, LargeShapesTakeFewerEvaluations) {
    const at::Tensor target = scattered(64, 64, 3).cumsum(1).cumsum(2);
    const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
        const at::Tensor d = x - target;
        const at::Tensor down = d.narrow(1, 1, 63) - d.narrow(1, 0, 63);
        const at::Tensor right = d.narrow(2, 1, 63) - d.narrow(2, 0, 63);
        gradient = d * 2e-4;
        gradient.narrow(1, 1, 63).add_(down, 2);
        gradient.narrow(1, 0, 63).sub_(down, 2);
        gradient.narrow(2, 1, 63).add_(right, 2);
        gradient.narrow(2, 0, 63).sub_(right, 2);
        return product(down, down) + product(right, right) + 1e-4 * product(d, d);
    };
    const auto after = [&](int evaluations, const LbfgsOptions& options) {
        Lbfgs optimiser(function, at::zeros({3, 64, 64}, at::kDouble), options);
        optimiser.minimise(evaluations);
        return optimiser.best_value();
    };
    LbfgsOptions with;
    with.preconditioner = multilevel;
    EXPECT_LT(after(30, with), 0.5 * after(60, {}));
}

} // namespace
} // namespace style_transfer
