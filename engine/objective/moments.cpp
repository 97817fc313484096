// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/moments.h"

#include "engine/objective/feature_rows.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/diag.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mv.h>

namespace style_transfer {

namespace {

// Deviations below a thousandth of the style's features count as that.
double least_square_of(const Moments& wanted) {
    constexpr double share = 1e-6;
    return share * (wanted.square.mean().item<double>() + share);
}

} // namespace

at::Tensor Moments::deviation(double least_square) const {
    return (square - mean * mean).clamp_min(0).add(least_square).sqrt();
}

Moments moments_of(const FeatureSums& sums, const at::Tensor& map) {
    const at::Tensor gram = sums.gram.to(at::kDouble);
    const at::Tensor mean = sums.sum.to(at::kDouble) / sums.count;
    if (!map.defined())
        return {mean, gram.diagonal() / sums.count};
    return {at::mv(map, mean), (at::mm(map, gram) * map).sum(1) / sums.count};
}

MomentsLoss
moments_loss(const FeatureSums& sums, const Moments& wanted, double factor, const at::Tensor& map) {
    const double least = least_square_of(wanted);
    const Moments found = moments_of(sums, map);
    const at::Tensor deviation = found.deviation(least);
    const at::Tensor shift = found.mean - wanted.mean;
    const at::Tensor spread = deviation - wanted.deviation(least);
    MomentsLoss loss;
    loss.loss = factor * (sum_of_squares(shift) + sum_of_squares(spread));
    // dσ/df = w (f − μ) / (σ n), and dμ/df = w / n.
    const at::Tensor slope = spread / deviation * (2 * factor / sums.count);
    const at::Tensor offset = shift * (2 * factor / sums.count) - slope * found.mean;
    if (map.defined()) {
        loss.matrix = at::mm(map.t(), slope.unsqueeze(1) * map);
        loss.offset = at::mv(map.t(), offset);
    } else {
        loss.matrix = at::diag(slope);
        loss.offset = offset;
    }
    return loss;
}

double squared_length(const Moments& one, const Moments& wanted) {
    const double least = least_square_of(wanted);
    return sum_of_squares(one.mean) + sum_of_squares(one.deviation(least)) +
           sum_of_squares(wanted.mean) + sum_of_squares(wanted.deviation(least));
}

} // namespace style_transfer
