// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/selection.h"

#include <algorithm>
#include <cmath>

namespace style_transfer::train {

std::vector<std::int64_t> select_channels(const at::Tensor& covariance, int count) {
    const at::Tensor matrix = covariance.to(at::kDouble).contiguous();
    const auto values = matrix.accessor<double, 2>();
    const auto channels = matrix.size(0);
    std::vector<double> left(channels); // what the selected ones do not explain
    for (std::int64_t i = 0; i < channels; ++i)
        left[i] = values[i][i];
    // Below this, what is left is rounding.
    const double negligible = 1e-12 * *std::ranges::max_element(left);

    std::vector<std::int64_t> selected;
    std::vector<bool> taken(channels);
    std::vector<std::vector<double>> columns; // of the Cholesky factor
    const auto largest = [&](const auto& score) {
        std::int64_t best = -1;
        for (std::int64_t i = 0; i < channels; ++i)
            if (!taken[i] && (best < 0 || score(i) > score(best)))
                best = i;
        return best;
    };
    while (int(selected.size()) < std::min<std::int64_t>(count, channels)) {
        std::int64_t pivot = largest([&](std::int64_t i) { return left[i]; });
        const bool spans_more = left[pivot] > negligible;
        if (!spans_more)
            pivot = largest([&](std::int64_t i) { return values[i][i]; });
        taken[pivot] = true;
        selected.push_back(pivot);
        if (!spans_more)
            continue;
        std::vector<double> column(channels);
        const double root = std::sqrt(left[pivot]);
        for (std::int64_t i = 0; i < channels; ++i) {
            double value = values[i][pivot];
            for (const std::vector<double>& former : columns)
                value -= former[i] * former[pivot];
            column[i] = value / root;
            left[i] -= column[i] * column[i];
        }
        columns.push_back(std::move(column));
    }
    std::ranges::sort(selected);
    return selected;
}

} // namespace style_transfer::train
