// SPDX-License-Identifier: GPL-3.0-or-later
// The two steps of the search, number by number in double precision.
#include "engine/objective/shortlist.h"

#include "engine/base/error.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace style_transfer {
namespace {

using test::scattered;

at::Tensor vectors(std::int64_t count, std::int64_t dimensions, int seed, at::ScalarType type) {
    return scattered({count, dimensions}, seed, type) * 3 - 1;
}

// All products, number by number, [query][candidate].
std::vector<std::vector<double>>
products_of(const at::Tensor& queries, const at::Tensor& candidates) {
    const at::Tensor a = queries.to(at::kDouble).contiguous();
    const at::Tensor b = candidates.to(at::kDouble).contiguous();
    const auto dimensions = a.size(1);
    std::vector<std::vector<double>> products;
    for (std::int64_t i = 0; i < a.size(0); ++i) {
        products.emplace_back();
        for (std::int64_t j = 0; j < b.size(0); ++j)
            products.back().push_back(std::inner_product(
                a.data_ptr<double>() + i * dimensions, a.data_ptr<double>() + (i + 1) * dimensions,
                b.data_ptr<double>() + j * dimensions, 0.0));
    }
    return products;
}

std::vector<int> sorted_columns(const std::vector<double>& row, std::size_t count) {
    std::vector<int> columns(row.size());
    std::iota(columns.begin(), columns.end(), 0);
    std::ranges::stable_sort(
        columns, [&](int a, int b) { return row[std::size_t(a)] > row[std::size_t(b)]; });
    columns.resize(std::min(count, columns.size()));
    return columns;
}

void expect_largest(
    const at::Tensor& found, const at::Tensor& queries, const at::Tensor& candidates,
    std::size_t count) {
    const auto products = products_of(queries, candidates);
    ASSERT_EQ(found.scalar_type(), at::kInt);
    ASSERT_EQ(
        found.sizes(),
        (std::vector<std::int64_t>{
            queries.size(0), std::int64_t(std::min(count, std::size_t(candidates.size(0))))}));
    for (std::size_t i = 0; i < products.size(); ++i) {
        const auto expected = sorted_columns(products[i], count);
        for (std::size_t j = 0; j < expected.size(); ++j)
            EXPECT_EQ(found[std::int64_t(i)][std::int64_t(j)].item<int>(), expected[j])
                << "query " << i << ", " << j;
    }
}

TEST(LargestProducts, AreThoseInOrder) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
        // More candidates than a strip, and not a whole number of strips.
        const at::Tensor queries = vectors(61, 19, 1, type), before = queries.clone();
        const at::Tensor candidates = vectors(397, 19, 2, type);
        // In single precision, products far down the list are equal at times.
        for (const std::int64_t count : {1, 2, 16, type == at::kDouble ? 500 : 16})
            expect_largest(
                largest_products(queries, candidates, count, {}), queries, candidates,
                std::size_t(count));
        // In blocks of one query, of five, and of all but one.
        const at::Tensor whole = largest_products(queries, candidates, 7, {});
        for (const std::int64_t queries_at_once : {0, 1, 5, 60})
            EXPECT_TRUE(largest_products(
                            queries, candidates, 7, {},
                            queries_at_once * 397 * std::int64_t(at::elementSize(type)))
                            .equal(whole));
        EXPECT_TRUE(queries.equal(before));
    }
}

TEST(LargestProducts, ByHand) {
    const at::Tensor queries = at::tensor({1., 0., 0., 2., -1., -1.}, at::kDouble).view({3, 2});
    const at::Tensor candidates =
        at::tensor({3., 0., 0., 1., -5., -1., 2., 2.}, at::kDouble).view({4, 2});
    EXPECT_TRUE(largest_products(queries, candidates, 2, {})
                    .equal(at::tensor({0, 3, 3, 1, 2, 1}, at::kInt).view({3, 2})));
}

TEST(LargestProducts, OfEqualOnesTheFirst) {
    const at::Tensor one = at::eye(9, at::kFloat);
    const at::Tensor found = largest_products(one, at::cat({one, one}), 3, {});
    for (int i = 0; i < 9; ++i) {
        EXPECT_EQ(found[i][0].item<int>(), i);
        EXPECT_EQ(found[i][1].item<int>(), i + 9);
        EXPECT_EQ(found[i][2].item<int>(), i == 0 ? 1 : 0);
    }
    // Where all are alike, over several strips.
    EXPECT_TRUE(largest_products(at::zeros({1, 5}), at::ones({600, 5}), 4, {})
                    .equal(at::arange(4, at::kInt).unsqueeze(0)));
}

TEST(LargestProducts, WhatIsNoNumberIsNotChosen) {
    at::Tensor candidates = vectors(300, 5, 6, at::kFloat);
    candidates[7].fill_(std::numeric_limits<float>::quiet_NaN());
    const at::Tensor found = largest_products(vectors(40, 5, 7, at::kFloat), candidates, 16, {});
    EXPECT_FALSE(found.eq(7).any().item<bool>());
    candidates.fill_(std::numeric_limits<float>::quiet_NaN());
    EXPECT_TRUE(largest_products(vectors(2, 5, 7, at::kFloat), candidates, 3, {})
                    .equal(at::zeros({2, 3}, at::kInt)));
}

TEST(LargestProducts, AmongNothing) {
    const at::Tensor some = vectors(9, 5, 6, at::kFloat);
    EXPECT_EQ(largest_products(some.narrow(0, 0, 0), some, 3, {}).size(0), 0);
    EXPECT_EQ(largest_products(some, some.narrow(0, 0, 0), 3, {}).size(1), 0);
}

TEST(LargestProducts, CanBeCancelled) {
    CancellationToken token;
    token.cancel();
    const at::Tensor some = vectors(9, 5, 6, at::kFloat);
    try {
        largest_products(some, some, 3, token);
        ADD_FAILURE() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
}

// Two rows of three places, each candidate a direction of its own and so a product by itself.
TEST(KeepTogether, TakesWhatLiesBesideTheNeighboursChoice) {
    const at::Tensor candidates = at::eye(4, at::kDouble);
    const Neighbours neighbours{
        at::tensor({1, 2, -1, -1}, at::kInt), at::tensor({3, -1, -1, -1}, at::kInt)};
    const auto kept = [&](const std::vector<double>& products, double tolerance) {
        const at::Tensor queries = at::tensor(products, at::kDouble).view({6, 4});
        at::Tensor chosen = queries.argmax(1).to(at::kInt);
        keep_together(chosen, queries, candidates, neighbours, 3, tolerance);
        return std::vector<int>(chosen.data_ptr<int>(), chosen.data_ptr<int>() + 6);
    };
    // The second place would have 3, and 1 is less alike by 0.2 of a length of 1.
    const std::vector<double> products{
        1, 0, 0,   0,   0, 0.6, 0, 0.8, 0, 0, 0.6, 0.8, //
        0, 0, 0.8, 0.6, 0, 0,   0, 1,   0, 0, 0,   1,
    };
    EXPECT_EQ(kept(products, 0.1), (std::vector<int>{0, 3, 3, 2, 3, 3}));
    // 1 is beside 0, 2 beside 1, and 3 is below 0; nothing is right of 3 or below 1 and 2.
    EXPECT_EQ(kept(products, 0.25), (std::vector<int>{0, 1, 2, 3, 3, 3}));
    EXPECT_EQ(kept(products, 0), (std::vector<int>{0, 3, 3, 2, 3, 3}));
}

TEST(ShortlistProducts, AreThoseOfTheListedRows) {
    // Channels below, at and between whole numbers of partial sums.
    for (const std::int64_t channels : {3, 16, 37}) {
        const at::Tensor own = vectors(11, channels, 1, at::kDouble);
        const at::Tensor among = vectors(23, channels, 2, at::kDouble);
        at::Tensor shortlist = at::zeros({11, 4}, at::kInt);
        for (int i = 0; i < 11; ++i)
            for (int j = 0; j < 4; ++j)
                shortlist[i][j] = (i * 7 + j * 5) % 23;
        const auto expect = [&](at::ScalarType type, at::ScalarType stored, double tolerance) {
            const at::Tensor kept = among.to(stored);
            at::Tensor products = at::ones({11, 4}, type); // added to
            add_shortlist_products(own.to(type), kept, shortlist, products);
            const auto expected = products_of(own, kept);
            for (int i = 0; i < 11; ++i)
                for (int j = 0; j < 4; ++j)
                    EXPECT_NEAR(
                        products[i][j].item<double>(),
                        1 + expected[std::size_t(i)][std::size_t((i * 7 + j * 5) % 23)], tolerance);
        };
        expect(at::kDouble, at::kDouble, 1e-12);
        // A part of a wider list.
        at::Tensor products = at::zeros({11, 1}, at::kDouble),
                   whole = at::zeros({11, 4}, at::kDouble);
        add_shortlist_products(own, among, shortlist.narrow(1, 2, 1), products);
        add_shortlist_products(own, among, shortlist, whole);
        EXPECT_TRUE(products.equal(whole.narrow(1, 2, 1)));
        expect(at::kFloat, at::kFloat, 1e-4);
        expect(at::kFloat, at::kBFloat16, 1e-4);
    }
}

} // namespace
} // namespace style_transfer
