// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/share_out.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/stack.h>

#include <gtest/gtest.h>

#include <array>
#include <bit>

namespace style_transfer {
namespace {

using test::scattered;

double value_of(const at::Tensor& fits, const at::Tensor& chosen) {
    return fits.gather(1, chosen.unsqueeze(1)).sum().item<double>();
}

std::int64_t count_of(const at::Tensor& chosen, int style) {
    return chosen.eq(style).sum().item<std::int64_t>();
}

TEST(ShareOut, IsTheBestOfAllWaysToShare) {
    constexpr int places = 12;
    const at::Tensor fits = scattered({places, 2}, 3, at::kDouble);
    for (const int first : {3, 6, 10}) {
        const at::Tensor chosen =
            share_out(fits, {first / double(places), 1 - first / double(places)}, {});
        EXPECT_EQ(count_of(chosen, 0), first);
        double best = -1;
        for (unsigned ways = 0; ways < 1U << places; ++ways) {
            if (std::popcount(ways) != first)
                continue;
            double value = 0;
            for (int place = 0; place < places; ++place)
                value += fits[place][(ways >> place & 1) ? 0 : 1].item<double>();
            best = std::max(best, value);
        }
        EXPECT_NEAR(value_of(fits, chosen), best, 1e-12);
    }
}

TEST(ShareOut, GivesEachOfManyItsShare) {
    const at::Tensor fits = scattered({5000, 4}, 1, at::kFloat);
    const std::array<double, 4> shares{0.4, 0.3, 0.2, 0.1};
    const at::Tensor chosen = share_out(fits, {shares.begin(), shares.end()}, {});
    for (int style = 0; style < 4; ++style)
        EXPECT_NEAR(double(count_of(chosen, style)) / 5000, shares[std::size_t(style)], 0.02);
}

TEST(ShareOut, LooksAtWhatIsSeenAlone) {
    // Of the places that are seen, the first fits every second one.
    const at::Tensor one = at::arange(100, at::kDouble).remainder(2);
    const at::Tensor fits = at::stack({one, 1 - one}, 1);
    const at::Tensor seen = at::arange(100).lt(50);
    const at::Tensor chosen = share_out(fits, {0.5, 0.5}, seen);
    EXPECT_EQ(count_of(chosen.narrow(0, 0, 50), 0), 25);
    EXPECT_TRUE(chosen.narrow(0, 0, 50).eq(at::arange(50).add(1).remainder(2)).all().item<bool>());
}

TEST(ShareOut, OfOneStyleIsThatOne) {
    EXPECT_EQ(count_of(share_out(scattered({7, 1}, 1, at::kFloat), {1}, {}), 0), 7);
}

} // namespace
} // namespace style_transfer
