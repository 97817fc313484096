// SPDX-License-Identifier: GPL-3.0-or-later
// The search, against all cosines in double precision.
#include "engine/objective/nearest_vectors.h"

#include "engine/base/error.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

namespace style_transfer {
namespace {

using test::scattered;

at::Tensor vectors(std::int64_t count, std::int64_t dimensions, int seed, at::ScalarType type) {
    return scattered({count, dimensions}, seed, type) * 3 - 1;
}

// Number by number.
std::vector<std::int64_t> by_hand(const at::Tensor& queries, const at::Tensor& candidates) {
    const auto centred = [](const at::Tensor& set) {
        const at::Tensor wide = set.to(at::kDouble);
        return (wide - wide.mean(0)).contiguous();
    };
    const at::Tensor of_queries = centred(queries), of_candidates = centred(candidates);
    const double* q = of_queries.data_ptr<double>();
    const double* c = of_candidates.data_ptr<double>();
    const auto dimensions = queries.size(1);
    std::vector<std::int64_t> found;
    for (std::int64_t i = 0; i < queries.size(0); ++i) {
        std::int64_t best = 0;
        double highest = -INFINITY;
        for (std::int64_t j = 0; j < candidates.size(0); ++j) {
            double product = 0, square = 0;
            for (std::int64_t k = 0; k < dimensions; ++k) {
                product += q[i * dimensions + k] * c[j * dimensions + k];
                square += c[j * dimensions + k] * c[j * dimensions + k];
            }
            const double cosine = product / std::sqrt(square);
            if (cosine > highest) {
                highest = cosine;
                best = j;
            }
        }
        found.push_back(best);
    }
    return found;
}

void expect_found(const at::Tensor& found, const std::vector<std::int64_t>& expected) {
    ASSERT_EQ(found.scalar_type(), at::kInt);
    ASSERT_EQ(found.dim(), 1);
    ASSERT_EQ(found.size(0), std::int64_t(expected.size()));
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(found[std::int64_t(i)].item<int>(), expected[i]) << "query " << i;
}

TEST(NearestVectors, AreThoseOfTheLargestCosine) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
        const at::Tensor queries = vectors(301, 19, 1, type), before = queries.clone();
        const at::Tensor candidates = vectors(157, 19, 2, type);
        const auto expected = by_hand(queries, candidates);
        expect_found(nearest_vectors(queries, candidates, {}), expected);
        // In blocks of one query, of five, and of all but one.
        for (const std::int64_t queries_at_once : {1, 5, 300})
            expect_found(
                nearest_vectors(
                    queries, candidates, {},
                    queries_at_once * 157 * std::int64_t(at::elementSize(type))),
                expected);
        expect_found(nearest_vectors(queries, candidates, {}, 0), expected);
        EXPECT_TRUE(queries.equal(before));
    }
}

TEST(NearestVectors, ByHand) {
    // Means: queries (1, 1), candidates (10, 20); what is left are directions.
    const at::Tensor queries =
        at::tensor({1 + 5., 1., 1 - 5., 1., 1., 1 + 0.1, 1., 1 - 0.1}, at::kDouble).view({4, 2});
    const at::Tensor candidates =
        at::tensor({10., 22., 11., 20., 10., 18., 9., 20.}, at::kDouble).view({4, 2});
    expect_found(nearest_vectors(queries, candidates, {}), {1, 3, 0, 2});
}

TEST(NearestVectors, NeitherLengthNorOffsetMatters) {
    const at::Tensor queries = vectors(60, 7, 3, at::kDouble);
    const at::Tensor candidates = vectors(40, 7, 4, at::kDouble);
    const auto expected = by_hand(queries, candidates);
    expect_found(nearest_vectors(queries * 100 + 17, candidates / 50 - 3, {}), expected);
}

TEST(NearestVectors, OfEqualOnesTheFirst) {
    const at::Tensor one = vectors(9, 5, 6, at::kFloat);
    const at::Tensor twice = at::cat({one, one});
    const at::Tensor found = nearest_vectors(one, twice, {});
    EXPECT_TRUE(found.equal(at::arange(9, at::kInt)));
}

TEST(NearestVectors, OfLengthZeroTheFirst) {
    const at::Tensor candidates = vectors(9, 5, 6, at::kFloat);
    expect_found(
        nearest_vectors(at::ones({3, 5}) * 0.25, candidates, {}), {0, 0, 0}); // all are the mean
    expect_found(nearest_vectors(at::zeros({1, 5}), candidates, {}), {0});
    // Candidates that are all alike.
    expect_found(
        nearest_vectors(candidates, at::ones({4, 5}) * 0.25, {}), std::vector<std::int64_t>(9, 0));
    expect_found(
        nearest_vectors(candidates, at::ones({1, 5}), {}), std::vector<std::int64_t>(9, 0));
    EXPECT_EQ(nearest_vectors(candidates.narrow(0, 0, 0), candidates, {}).size(0), 0);
}

TEST(NearestVectors, CanBeCancelled) {
    CancellationToken token;
    token.cancel();
    const at::Tensor some = vectors(9, 5, 6, at::kFloat);
    try {
        nearest_vectors(some, some, token);
        ADD_FAILURE() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
}

class PrincipalComponents : public testing::TestWithParam<at::ScalarType> {
  protected:
    const double tolerance_ = GetParam() == at::kDouble ? 1e-12 : 1e-5;
};

TEST_P(PrincipalComponents, AreOrthonormalAndTheSameEachTime) {
    const at::Tensor some = vectors(200, 40, 1, GetParam()), before = some.clone();
    for (const std::int64_t dimensions : {1, 7, 39, 40, 100}) {
        const Projection projection = principal_components(some, dimensions);
        const auto count = std::min<std::int64_t>(dimensions, 40);
        ASSERT_EQ(projection.directions.sizes(), (std::vector<std::int64_t>{40, count}));
        EXPECT_EQ(projection.directions.scalar_type(), GetParam());
        const at::Tensor products = at::mm(projection.directions.t(), projection.directions);
        EXPECT_TRUE(products.allclose(at::eye(count, some.options()), 0, tolerance_));
        EXPECT_TRUE(projection.mean.allclose(some.mean(0), tolerance_, tolerance_));
        const Projection again = principal_components(some, dimensions);
        EXPECT_TRUE(again.directions.equal(projection.directions));
    }
    EXPECT_TRUE(some.equal(before));
}

// Five directions hold nearly everything: they are found, and nothing is lost.
TEST_P(PrincipalComponents, SpanWhatIsThere) {
    const at::Tensor planted =
        at::mm(vectors(300, 5, 1, GetParam()), vectors(5, 40, 2, GetParam()));
    const at::Tensor some = planted + 1e-3 * vectors(300, 40, 3, GetParam()) + 100;
    const Projection projection = principal_components(some, 5);
    const at::Tensor centred = some - some.mean(0);
    const at::Tensor kept =
        at::mm(at::mm(centred, projection.directions), projection.directions.t());
    EXPECT_LT((centred - kept).norm().item<double>(), 1e-3 * centred.norm().item<double>());
}

// The leading ones of strengths that fall: as much as those by hand hold, within a percent.
TEST_P(PrincipalComponents, AreTheLeadingOnes) {
    at::Tensor some = vectors(500, 30, 1, GetParam());
    some = some - some.mean(0);
    some = std::get<0>(at::linalg_qr(some)); // orthonormal columns: strengths are what follows
    const at::Tensor strengths = at::arange(30, some.options()).mul(-0.3).exp();
    const Projection projection = principal_components(some * strengths, 8);
    const double best = strengths.narrow(0, 0, 8).square().sum().item<double>();
    const double found =
        at::mm(some * strengths, projection.directions).square().sum().item<double>();
    EXPECT_GT(found, 0.99 * best);
    EXPECT_LT(found, (1 + tolerance_ * 100) * best);
}

INSTANTIATE_TEST_SUITE_P(
    Types, PrincipalComponents, testing::Values(at::kFloat, at::kDouble),
    [](const auto& one) { return std::string(at::toString(one.param)); });

TEST(PrincipalComponentsOf, VectorsThatAreAllAlike) {
    const Projection projection = principal_components(at::ones({20, 9}), 4);
    EXPECT_TRUE(test::is_finite(projection.directions));
}

} // namespace
} // namespace style_transfer
