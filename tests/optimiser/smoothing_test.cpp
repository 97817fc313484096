// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/optimiser/smoothing.h"

#include "tests/optimiser/scattered.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace style_transfer {
namespace {

using namespace testing;

at::Tensor row(const std::vector<double>& values) {
    return at::tensor(values, at::kDouble);
}

// With the binomial mean B, (I/4 + 3B/4)² = I/16 + 3B/8 + 9B²/16; of an impulse, B and B² are
// products of rows: `once` and `twice` down, `across` the others.
at::Tensor answer(const at::Tensor& impulse, const at::Tensor& once, const at::Tensor& twice) {
    return impulse / 16 + at::outer(once, once) * 3 / 8 + at::outer(twice, twice) * 9 / 16;
}

TEST(Smoothing, OfAnImpulseByHand) {
    at::Tensor impulse = at::zeros({3, 7, 7}, at::kDouble);
    impulse[1][3][3] = 1;
    const at::Tensor found = smoothing(impulse);
    const at::Tensor once = row({0, 0, 1, 2, 1, 0, 0}) / 4;
    const at::Tensor twice = row({0, 1, 4, 6, 4, 1, 0}) / 16;
    EXPECT_TRUE(found[1].allclose(answer(impulse[1], once, twice), 1e-14, 1e-16));
    EXPECT_DOUBLE_EQ(found[1][3][3].item<double>(), 1.0 / 16 + 3.0 / 32 + 9.0 / 16 * 36 / 256);
    EXPECT_EQ(found[0].abs().sum().item<double>() + found[2].abs().sum().item<double>(), 0);
}

TEST(Smoothing, AtTheBorderItIsRepeated) {
    at::Tensor impulse = at::zeros({1, 5, 5}, at::kDouble);
    impulse[0][0][0] = 1;
    // (2 + 1)/4 stay, 1/4 goes on; then 9/16 + 1/16, 3/16 + 2/16, 1/16.
    const at::Tensor once = row({3, 1, 0, 0, 0}) / 4;
    const at::Tensor twice = row({10, 5, 1, 0, 0}) / 16;
    EXPECT_TRUE(smoothing(impulse)[0].allclose(answer(impulse[0], once, twice), 1e-14, 1e-16));
}

TEST(Smoothing, OfSingleRowsAndColumns) {
    at::Tensor impulse = at::zeros({1, 1, 5}, at::kDouble);
    impulse[0][0][4] = 1;
    const at::Tensor expected =
        impulse[0] / 16 + row({0, 0, 0, 1, 3}) / 4 * 3 / 8 + row({0, 0, 1, 5, 10}) / 16 * 9 / 16;
    EXPECT_TRUE(smoothing(impulse)[0].allclose(expected, 1e-14, 1e-16));
    EXPECT_TRUE(smoothing(impulse.transpose(1, 2))[0].allclose(expected.t(), 1e-14, 1e-16));
    const at::Tensor one = scattered(1, 1, 0);
    EXPECT_TRUE(smoothing(one).allclose(one, 1e-14));
}

TEST(Smoothing, OfFourPixels) {
    // Rows (3 1 / 1 3)/4 and, squared, (10 6 / 6 10)/16.
    const at::Tensor impulse = at::tensor({1., 0., 0., 0.}, at::kDouble).view({1, 2, 2});
    const at::Tensor expected = answer(impulse[0], row({3, 1}) / 4, row({10, 6}) / 16);
    EXPECT_TRUE(smoothing(impulse)[0].allclose(expected, 1e-14));
}

TEST(Smoothing, SymmetricAndPositiveAtEverySize) {
    for (const auto& [height, width] :
         {std::pair{16, 16}, {17, 31}, {2, 2}, {1, 9}, {9, 1}, {2, 40}, {1, 1}, {3, 2}}) {
        SCOPED_TRACE(std::to_string(width) + "×" + std::to_string(height));
        for (int seed = 0; seed < 4; ++seed) {
            const at::Tensor x = scattered(height, width, seed);
            const at::Tensor y = scattered(height, width, seed + 100);
            EXPECT_NEAR(product(x, smoothing(y)), product(smoothing(x), y), 1e-12 * product(x, x));
            // Strengths lie between 1/16 and 1.
            EXPECT_GE(product(x, smoothing(x)), product(x, x) / 16 * (1 - 1e-12));
            EXPECT_LE(product(x, smoothing(x)), product(x, x) * (1 + 1e-12));
        }
    }
}

TEST(Smoothing, KeepsWhatIsEvenAndHoldsBackTheGrain) {
    const at::Tensor plane = at::full({3, 9, 12}, 2.5, at::kDouble);
    EXPECT_TRUE(smoothing(plane).allclose(plane, 1e-14));
    const at::Tensor sign = at::arange(12, at::kDouble).remainder(2) * 2 - 1;
    const at::Tensor grain = at::outer(sign, sign).unsqueeze(0);
    const auto inside = [](const at::Tensor& picture) {
        return picture.narrow(1, 3, 6).narrow(2, 3, 6);
    };
    EXPECT_TRUE(inside(smoothing(grain)).allclose(inside(grain) / 16, 0, 1e-15));
}

TEST(Smoothing, LeavesWhatItIsGivenAndItsType) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
        const at::Tensor given = scattered(6, 5, 0).to(type), before = given.clone();
        at::Tensor found = smoothing(given);
        EXPECT_EQ(found.scalar_type(), type);
        found.add_(1);
        EXPECT_TRUE(given.equal(before));
    }
}

} // namespace
} // namespace style_transfer
