// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/principal_components.h"

#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/ones.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace style_transfer {
namespace {

at::Tensor vectors(std::int64_t count, std::int64_t dimensions, int seed, at::ScalarType type) {
    return test::scattered({count, dimensions}, seed, type) * 3 - 1;
}

class PrincipalComponents : public testing::TestWithParam<at::ScalarType> {
  protected:
    const double tolerance_ = GetParam() == at::kDouble ? 1e-12 : 1e-5;
};

TEST_P(PrincipalComponents, AreOrthonormalAndTheSameEachTime) {
    const at::Tensor some = vectors(200, 40, 1, GetParam()), before = some.clone();
    for (const std::int64_t dimensions : {1, 7, 39, 40, 100}) {
        const at::Tensor projection = principal_components(some, dimensions);
        const auto count = std::min<std::int64_t>(dimensions, 40);
        ASSERT_EQ(projection.sizes(), (std::vector<std::int64_t>{40, count}));
        EXPECT_EQ(projection.scalar_type(), GetParam());
        const at::Tensor products = at::mm(projection.t(), projection);
        EXPECT_TRUE(products.allclose(at::eye(count, some.options()), 0, tolerance_));
        const at::Tensor again = principal_components(some, dimensions);
        EXPECT_TRUE(again.equal(projection));
    }
    EXPECT_TRUE(some.equal(before));
}

// Five directions hold nearly everything: they are found, and nothing is lost.
TEST_P(PrincipalComponents, SpanWhatIsThere) {
    const at::Tensor planted =
        at::mm(vectors(300, 5, 1, GetParam()), vectors(5, 40, 2, GetParam()));
    const at::Tensor some = planted + 1e-3 * vectors(300, 40, 3, GetParam()) + 100;
    const at::Tensor projection = principal_components(some, 5);
    const at::Tensor centred = some - some.mean(0);
    const at::Tensor kept = at::mm(at::mm(centred, projection), projection.t());
    EXPECT_LT((centred - kept).norm().item<double>(), 1e-3 * centred.norm().item<double>());
}

// The leading ones of strengths that fall: as much as those by hand hold, within a percent.
TEST_P(PrincipalComponents, AreTheLeadingOnes) {
    at::Tensor some = vectors(500, 30, 1, GetParam());
    some = some - some.mean(0);
    some = std::get<0>(at::linalg_qr(some)); // orthonormal columns: strengths are what follows
    const at::Tensor strengths = at::arange(30, some.options()).mul(-0.3).exp();
    const at::Tensor projection = principal_components(some * strengths, 8);
    const double best = strengths.narrow(0, 0, 8).square().sum().item<double>();
    const double found = at::mm(some * strengths, projection).square().sum().item<double>();
    EXPECT_GT(found, 0.99 * best);
    EXPECT_LT(found, (1 + tolerance_ * 100) * best);
}

INSTANTIATE_TEST_SUITE_P(
    Types, PrincipalComponents, testing::Values(at::kFloat, at::kDouble),
    [](const auto& one) { return std::string(at::toString(one.param)); });

TEST(PrincipalComponentsOf, VectorsThatAreAllAlike) {
    const at::Tensor projection = principal_components(at::ones({20, 9}), 4);
    EXPECT_TRUE(test::is_finite(projection));
}

} // namespace
} // namespace style_transfer
