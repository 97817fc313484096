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

double sum_of_squares(const at::Tensor& values) {
    return values.to(at::kDouble).square_().sum().item<double>();
}

} // namespace

at::Tensor gram_matrix(const at::Tensor& features) {
    const at::Tensor rows = as_rows(features);
    return at::mm(rows.t(), rows);
}

LossAndGradient content_loss(const at::Tensor& features, const at::Tensor& target, double factor) {
    at::Tensor difference = features - target;
    const double loss = factor * sum_of_squares(difference);
    return {loss, difference.mul_(2 * factor)};
}

LossAndGradient
style_loss(const at::Tensor& features, const at::Tensor& target, double pixels, double factor) {
    const at::Tensor rows = as_rows(features);
    at::Tensor difference = at::mm(rows.t(), rows).div_(pixels).sub_(target);
    constexpr double published_divisor = 4 * 3 * 3;
    const double scaled_factor = factor / published_divisor;
    const double loss = scaled_factor * sum_of_squares(difference);
    // d(Σ D²)/dF = 4·D·F / pixels, because D is symmetric and F enters G twice.
    const at::Tensor gradient = at::mm(rows, difference.mul_(4 * scaled_factor / pixels));
    const auto shape = features.sizes();
    return {loss, gradient.view({shape[1], shape[2], shape[0]}).permute({2, 0, 1})};
}

LossAndGradient variation_loss(const at::Tensor& picture, double factor) {
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
    const double loss = factor * (squares * root).to(at::kDouble).sum().item<double>();
    root.mul_(2.5 * factor); // d(s^1.25) = 1.25 · s^0.25 · 2 · difference
    down.mul_(root);
    right.mul_(root);
    part(gradient, 0, 0).add_(down).add_(right);
    part(gradient, 1, 0).sub_(down);
    part(gradient, 0, 1).sub_(right);
    return {loss, gradient};
}

} // namespace style_transfer
