// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/losses.h"

#include "engine/network/feature_maps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <tuple>

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

// Pixels of a band of rows whose intermediate values stay in the processor's cache.
constexpr std::int64_t band_pixels = 1 << 16;

} // namespace

at::Tensor gram_matrix(const at::Tensor& features, const at::Tensor& weights) {
    const at::Tensor rows = as_rows(features);
    const at::Tensor other = weighted(rows, weights);
    if (!rows.is_cpu() || rows.scalar_type() != at::kFloat)
        return at::mm(rows.t(), other);
    // The weight gradient of a 1×1 convolution is this product too, and oneDNN is up to twice as
    // fast at it as a BLAS that does not know the processor, such as OpenBLAS on new ones.
    const auto channels = features.size(0);
    const auto as_line = [&](const at::Tensor& maps) { // [1, channels, 1, positions]
        return maps.view({1, 1, -1, channels}).permute({0, 3, 1, 2});
    };
    const at::Tensor kernel = at::empty({1}, rows.options()).expand({channels, channels, 1, 1});
    return std::get<1>(at::convolution_backward(
                           as_line(rows), as_line(other), kernel, {}, {1, 1}, {0, 0}, {1, 1}, false,
                           {0, 0}, 1, {false, true, false}))
        .reshape({channels, channels});
}

LossAndGradient content_loss(
    const at::Tensor& features, const at::Tensor& target, double factor, const at::Tensor& weights,
    const at::Tensor& metric, const std::optional<Region>& counted) {
    at::Tensor difference = features - target;
    const auto counts = [&](const at::Tensor& maps) {
        return counted ? part_of(maps, *counted) : maps;
    };
    if (!weights.defined() && !metric.defined()) {
        const double loss = factor * sum_of_squares(counts(difference));
        return {loss, difference.mul_(2 * factor)};
    }
    const at::Tensor rows = as_rows(difference);
    at::Tensor measured = metric.defined() ? at::mm(rows, metric.to(rows.scalar_type())) : rows;
    const at::Tensor gradient = as_maps(weighted(measured, weights), features);
    const double loss =
        factor * (counts(difference) * counts(gradient)).sum(at::kDouble).item<double>();
    return {loss, gradient.mul(2 * factor)};
}

LossAndGradient style_loss(
    const at::Tensor& gram, const at::Tensor& target, double pixels, double factor,
    const at::Tensor& metric) {
    at::Tensor difference = gram.div(pixels).sub_(target);
    constexpr double published_divisor = 4 * 3 * 3;
    const double scaled_factor = factor / published_divisor;
    double squares = 0;
    if (metric.defined()) {
        // Σ (B D Bᵀ)² = tr(M D M D), and its derivative is that of D with M D M for D.
        const at::Tensor measured = at::mm(metric, difference.to(at::kDouble));
        squares = (measured * measured.t()).sum().item<double>();
        difference = at::mm(measured, metric).to(gram.scalar_type());
    } else {
        squares = sum_of_squares(difference);
    }
    // d(Σ D²)/dF = 4·D·F·W / pixels, because D is symmetric and F enters G twice.
    return {scaled_factor * squares, difference.mul_(4 * scaled_factor / pixels)};
}

at::Tensor
style_gradient(const at::Tensor& features, const at::Tensor& matrix, const at::Tensor& weights) {
    const auto channels = features.size(0);
    // A 1×1 convolution, for the reason given at gram_matrix().
    at::Tensor gradient =
        at::conv2d(as_batch(features), matrix.view({channels, channels, 1, 1})).squeeze(0);
    return weights.defined() ? gradient.mul_(weights) : gradient;
}

LossAndGradient
variation_loss(const at::Tensor& picture, double factor, const at::Tensor& weights) {
    at::Tensor gradient = at::zeros_like(picture);
    const auto height = picture.size(1);
    const auto width = picture.size(2);
    if (height < 2 || width < 2)
        return {0, gradient};
    double loss = 0;
    const auto band = std::max<std::int64_t>(1, band_pixels / width);
    for (std::int64_t top = 0; top < height - 1; top += band) {
        const auto rows = std::min(band, height - 1 - top);
        const auto part = [&](const at::Tensor& whole, int y, int x) {
            return whole.narrow(1, top + y, rows).narrow(2, x, width - 1);
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
        loss += factor * (squares * root).sum(at::kDouble).item<double>();
        root.mul_(2.5 * factor); // d(s^1.25) = 1.25 · s^0.25 · 2 · difference
        down.mul_(root);
        right.mul_(root);
        part(gradient, 0, 0).add_(down).add_(right);
        part(gradient, 1, 0).sub_(down);
        part(gradient, 0, 1).sub_(right);
    }
    return {loss, gradient};
}

} // namespace style_transfer
