// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/share_out.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace style_transfer {

namespace {

constexpr int most_rounds = 50;
constexpr double close_enough = 0.01; // of the places

} // namespace

at::Tensor
share_out(const at::Tensor& fits, const std::vector<double>& shares, const at::Tensor& seen) {
    const auto styles = std::int64_t(shares.size());
    const at::Tensor counted =
        seen.defined() ? fits.index_select(0, at::nonzero(seen).flatten()) : fits;
    const auto places = counted.size(0);
    at::Tensor bonus = at::zeros({styles}, fits.options()); // the price, negative
    for (int round = 0; places > 0 && styles > 1 && round < most_rounds; ++round) {
        double furthest = 0;
        for (std::int64_t style = 0; style < styles; ++style) {
            at::Tensor others = counted + bonus;
            others.select(1, style).fill_(-std::numeric_limits<double>::infinity());
            // What the style lacks at each place to be the best one there.
            const at::Tensor lacking = std::get<0>(others.max(1)) - counted.select(1, style);
            const double asked = shares[std::size_t(style)] * double(places);
            const double has = lacking.le(bonus[style]).sum().item<double>();
            furthest = std::max(furthest, std::abs(has - asked) / double(places));
            const auto nth = std::clamp<std::int64_t>(std::llround(asked), 1, places);
            bonus[style].copy_(std::get<0>(lacking.kthvalue(nth)));
            if (styles == 2)
                break;
        }
        if (styles == 2 || furthest <= close_enough)
            break;
    }
    return (fits + bonus).argmax(1);
}

} // namespace style_transfer
