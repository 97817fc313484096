// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/palette.h"

#include "engine/finishing/photo_chroma.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/diag.h>
#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mv.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace style_transfer {

namespace {

// Of colours R'G'B', in double precision.
struct Statistics {
    at::Tensor mean;       // [3]
    at::Tensor covariance; // [3, 3]
};

Colour colour_at(const ImageView& picture, int x, int y) {
    return colour_of(picture.row(y) + std::ptrdiff_t{x} * picture.channels);
}

// How much of the pixel counts.
double weight_at(const ImageView& picture, const Image& part, int x, int y) {
    const double share = part.empty() ? 1 : part.row(y)[x];
    if (picture.channels == 3)
        return share;
    const float alpha = picture.row(y)[std::ptrdiff_t{x} * 4 + 3];
    return share * (std::isnan(alpha) ? 1 : std::clamp(double{alpha}, 0.0, 1.0));
}

// Two passes, so that nothing is lost between large sums.
Statistics statistics_of(const ImageView& picture, const Image& part = {}) {
    std::array<double, 3> mean{};
    std::array<std::array<double, 3>, 3> products{};
    double visible = 0;
    const auto each_pixel = [&](const auto& use) {
        for (int y = 0; y < picture.size.height; ++y)
            for (int x = 0; x < picture.size.width; ++x)
                if (const double weight = weight_at(picture, part, x, y); weight > 0)
                    use(weight, colour_at(picture, x, y));
    };
    each_pixel([&](double weight, const Colour& colour) {
        visible += weight;
        for (std::size_t c = 0; c < 3; ++c)
            mean[c] += weight * colour[c];
    });
    for (double& value : mean)
        value /= std::max(visible, 1e-12);
    each_pixel([&](double weight, const Colour& colour) {
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                products[i][j] += weight * (colour[i] - mean[i]) * (colour[j] - mean[j]);
    });
    Statistics result{at::zeros({3}, at::kDouble), at::zeros({3, 3}, at::kDouble)};
    for (int i = 0; i < 3; ++i) {
        result.mean[i] = mean[std::size_t(i)];
        for (int j = 0; j < 3; ++j)
            result.covariance[i][j] =
                products[std::size_t(i)][std::size_t(j)] / std::max(visible, 1e-12);
    }
    return result;
}

// Of a matrix that is symmetric and not negative. `inverted`: one over it, but where there is
// nothing to be inverted.
at::Tensor root_of(const at::Tensor& matrix, bool inverted = false) {
    constexpr double nothing = 1e-9; // of values 0 … 1, squared
    auto [values, vectors] = at::linalg_eigh(matrix);
    values = values.clamp_min(0);
    const at::Tensor roots =
        inverted ? values.clamp_min(nothing).rsqrt().mul(values.gt(nothing)) : values.sqrt();
    return at::mm(at::mm(vectors, at::diag(roots)), vectors.t());
}

} // namespace

Image with_palette_of(const ImageView& style, const ImageView& base, const Image& part) {
    const Statistics from = statistics_of(style), to = statistics_of(base, part);
    const at::Tensor root = root_of(from.covariance), inverse = root_of(from.covariance, true);
    const at::Tensor middle = root_of(at::mm(at::mm(root, to.covariance), root));
    const at::Tensor map = at::mm(at::mm(inverse, middle), inverse).contiguous();
    const at::Tensor offset = to.mean - at::mv(map, from.mean);
    const double* factors = map.data_ptr<double>();
    const double* constants = offset.data_ptr<double>();
    Image result = Image::copy_of(style);
    const ImageSpan pixels = result.span();
    for (int y = 0; y < pixels.size.height; ++y)
        for (int x = 0; x < pixels.size.width; ++x) {
            const Colour colour = colour_at(pixels, x, y);
            float* pixel = pixels.row(y) + std::ptrdiff_t{x} * pixels.channels;
            for (std::size_t i = 0; i < 3; ++i) {
                double value = constants[i];
                for (std::size_t j = 0; j < 3; ++j)
                    value += factors[3 * i + j] * colour[j];
                pixel[i] = float(value);
            }
        }
    return result;
}

} // namespace style_transfer
