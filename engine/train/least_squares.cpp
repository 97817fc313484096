// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/least_squares.h"

#include "engine/base/error.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cholesky_solve.h>
#include <ATen/ops/im2col.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/linalg_cholesky_ex.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>

namespace style_transfer::train {

void NormalEquations::add(const at::Tensor& rows, const at::Tensor& targets) {
    at::Tensor x = rows.to(at::kDouble);
    if (intercept_)
        x = at::cat({x, at::ones({x.size(0), 1}, x.options())}, 1);
    const at::Tensor y = targets.to(at::kDouble);
    const at::Tensor xx = at::mm(x.t(), x);
    const at::Tensor xy = at::mm(x.t(), y);
    const at::Tensor yy = y.square().sum(0);
    xx_ = xx_.defined() ? xx_.add_(xx) : xx;
    xy_ = xy_.defined() ? xy_.add_(xy) : xy;
    yy_ = yy_.defined() ? yy_.add_(yy) : yy;
    samples_ += x.size(0);
}

NormalEquations::Solution
NormalEquations::solve(double ridge, const std::vector<std::int64_t>& outputs) const {
    at::Tensor xy = xy_, yy = yy_;
    if (!outputs.empty()) {
        const at::Tensor indices = at::tensor(outputs).to(xy_.device());
        xy = xy_.index_select(1, indices);
        yy = yy_.index_select(0, indices);
    }
    const auto unknowns = xx_.size(0) - (intercept_ ? 1 : 0);
    const at::Tensor power = xx_.diagonal().narrow(0, 0, unknowns);
    const double mean = power.mean().item<double>();
    // Where an unknown is always zero and the ridge is small, rounding may make the matrix
    // indefinite; then more ridge helps.
    for (int attempt = 0; attempt < 4; ++attempt, ridge *= 100) {
        at::Tensor matrix = xx_.clone();
        matrix.diagonal().narrow(0, 0, unknowns).add_(ridge * mean);
        const auto [factor, failed] = at::linalg_cholesky_ex(matrix);
        if (failed.item<int>() != 0)
            continue;
        const at::Tensor weights = at::cholesky_solve(xy, factor);
        if (!at::isfinite(weights).all().item<bool>())
            continue; // what is not finite passes through the decomposition
        // Σ (XW − Y)² = Σ Y² − 2 Σ W∘XᵀY + Σ W∘XᵀXW.
        const at::Tensor left =
            yy.sum() - (weights * xy).sum() * 2 + (weights * at::mm(xx_, weights)).sum();
        const double all = yy.sum().item<double>();
        return {weights, all > 0 ? std::max(0.0, left.item<double>() / all) : 0};
    }
    throw Error(
        ErrorCode::internal,
        "A layer could not be fitted: its equations have no solution. Are all of the teacher's "
        "numbers sensible?");
}

at::Tensor patches_of(const at::Tensor& features) {
    const at::Tensor columns = at::im2col(features, {3, 3}, {1, 1}, {1, 1}, {1, 1});
    return columns.transpose(1, 2).reshape({-1, columns.size(1)});
}

} // namespace style_transfer::train
