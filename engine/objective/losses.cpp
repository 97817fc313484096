// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/losses.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros_like.h>

namespace style_transfer {

namespace {

// [positions, channels]; a view, because the network keeps channels innermost.
at::Tensor as_rows(const at::Tensor& features) {
    return features.permute({1, 2, 0}).reshape({-1, features.size(0)});
}

// The inverse of as_rows, in the shape of `like`.
at::Tensor as_maps(const at::Tensor& rows, const at::Tensor& like) {
    return rows.view({like.size(1), like.size(2), like.size(0)}).permute({2, 0, 1});
}

double sum_of_squares(const at::Tensor& values) {
    return values.square().sum(at::kDouble).item<double>();
}

// The rows weighted by position; the rows themselves when all count the same.
at::Tensor weighted(const at::Tensor& rows, const at::Tensor& weights) {
    return weights.defined() ? rows * weights.reshape({-1, 1}) : rows;
}

} // namespace

at::Tensor gram_matrix(const at::Tensor& features, const at::Tensor& weights) {
    const at::Tensor rows = as_rows(features);
    return at::mm(rows.t(), weighted(rows, weights));
}

LossAndGradient content_loss(
    const at::Tensor& features, const at::Tensor& target, double factor, const at::Tensor& weights,
    const at::Tensor& metric) {
    at::Tensor difference = features - target;
    if (!weights.defined() && !metric.defined()) {
        const double loss = factor * sum_of_squares(difference);
        return {loss, difference.mul_(2 * factor)};
    }
    const at::Tensor rows = as_rows(difference);
    at::Tensor gradient = metric.defined() ? at::mm(rows, metric.to(rows.scalar_type())) : rows;
    gradient = weighted(gradient, weights);
    const double loss = factor * (rows * gradient).sum(at::kDouble).item<double>();
    return {loss, as_maps(gradient.mul(2 * factor), features)};
}

LossAndGradient style_loss(
    const at::Tensor& features, const at::Tensor& target, double pixels, double factor,
    const at::Tensor& weights, const at::Tensor& metric) {
    const at::Tensor rows = as_rows(features);
    const at::Tensor weighted_rows = weighted(rows, weights);
    at::Tensor difference = at::mm(rows.t(), weighted_rows).div_(pixels).sub_(target);
    constexpr double published_divisor = 4 * 3 * 3;
    const double scaled_factor = factor / published_divisor;
    double squares = 0;
    if (metric.defined()) {
        // Σ (B D Bᵀ)² = tr(M D M D), and its derivative is that of D with M D M for D.
        const at::Tensor measured = at::mm(metric, difference.to(at::kDouble));
        squares = (measured * measured.t()).sum().item<double>();
        difference = at::mm(measured, metric).to(rows.scalar_type());
    } else {
        squares = sum_of_squares(difference);
    }
    // d(Σ D²)/dF = 4·D·F·W / pixels, because D is symmetric and F enters G twice.
    const at::Tensor gradient = at::mm(weighted_rows, difference.mul_(4 * scaled_factor / pixels));
    return {scaled_factor * squares, as_maps(gradient, features)};
}

LossAndGradient
variation_loss(const at::Tensor& picture, double factor, const at::Tensor& weights) {
    at::Tensor gradient = at::zeros_like(picture);
    const auto height = picture.size(1);
    const auto width = picture.size(2);
    if (height < 2 || width < 2)
        return {0, gradient};
    const auto part = [&](const at::Tensor& whole, int y, int x) {
        return whole.narrow(1, y, height - 1).narrow(2, x, width - 1);
    };
    const at::Tensor here = part(picture, 0, 0);
    at::Tensor down = here - part(picture, 1, 0);
    at::Tensor right = here - part(picture, 0, 1);
    const at::Tensor squares = down.square().add_(right.square());
    // s^0.25 by two square roots: far cheaper than pow, and s^1.25 = s · s^0.25.
    at::Tensor root = squares.sqrt().sqrt_();
    if (weights.defined()) {
        const auto plane = weights.unsqueeze(0);
        root.mul_(part(plane, 0, 0)).mul_(part(plane, 1, 0)).mul_(part(plane, 0, 1));
    }
    const double loss = factor * (squares * root).sum(at::kDouble).item<double>();
    root.mul_(2.5 * factor); // d(s^1.25) = 1.25 · s^0.25 · 2 · difference
    down.mul_(root);
    right.mul_(root);
    part(gradient, 0, 0).add_(down).add_(right);
    part(gradient, 1, 0).sub_(down);
    part(gradient, 0, 1).sub_(right);
    return {loss, gradient};
}

} // namespace style_transfer
