// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/palette.h"

#include "engine/picture/oklab.h"

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
    const float* pixel = picture.row(y) + std::ptrdiff_t{x} * picture.channels;
    Colour colour{};
    for (std::size_t c = 0; c < 3; ++c)
        colour[c] = std::isfinite(pixel[c]) ? pixel[c] : 0;
    return colour;
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

constexpr int halvings = 10; // of how far a colour is from grey

bool exists(const Colour& rgb) {
    return std::ranges::all_of(rgb, [](float value) { return value >= 0 && value <= 1; });
}

// The colour of that lightness and hue that is as far from grey as there is.
Colour nearest_that_exists(Colour lab) {
    lab[0] = std::clamp(lab[0], 0.0F, 1.0F);
    Colour rgb = rgb_of(lab);
    if (!exists(rgb)) {
        float most = 1, least = 0;
        for (int i = 0; i < halvings; ++i) {
            const float share = (least + most) / 2;
            (exists(rgb_of({lab[0], lab[1] * share, lab[2] * share})) ? least : most) = share;
        }
        rgb = rgb_of({lab[0], lab[1] * least, lab[2] * least});
    }
    for (float& value : rgb)
        value = std::clamp(value, 0.0F, 1.0F);
    return rgb;
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

PhotoColours::PhotoColours(const ImageView& photo, Kind kind) : kind_(kind), size_(photo.size) {
    if (kind == Kind::tones) {
        cells_ = scaled_to_longer_side(size_, std::min(tone_cells, size_.longer_side()));
        chroma_ = cells_of(photo);
        return;
    }
    chroma_.reserve(std::size_t(size_.width) * std::size_t(size_.height));
    for (int y = 0; y < size_.height; ++y)
        for (int x = 0; x < size_.width; ++x) {
            const Colour lab = oklab(colour_at(photo, x, y));
            chroma_.push_back({lab[1], lab[2]});
        }
}

std::vector<PhotoColours::Chroma> PhotoColours::cells_of(const ImageView& picture) const {
    std::vector<std::array<double, 3>> sums(std::size_t(cells_.width) * std::size_t(cells_.height));
    for (int y = 0; y < size_.height; ++y)
        for (int x = 0; x < size_.width; ++x) {
            const Colour lab = oklab(colour_at(picture, x, y));
            const auto row = std::int64_t{y} * cells_.height / size_.height;
            const auto column = std::int64_t{x} * cells_.width / size_.width;
            auto& sum = sums[std::size_t(row * cells_.width + column)];
            sum[0] += lab[1];
            sum[1] += lab[2];
            sum[2] += 1;
        }
    std::vector<Chroma> means;
    means.reserve(sums.size());
    for (const auto& sum : sums)
        means.push_back({float(sum[0] / sum[2]), float(sum[1] / sum[2])});
    return means;
}

PhotoColours::Chroma
PhotoColours::between_cells(const std::vector<Chroma>& cells, int x, int y) const {
    // Linear between the cells' centres, and constant beyond the outermost.
    const auto place = [](int pixel, int pixels, int count) {
        const float at = (float(pixel) + 0.5F) * float(count) / float(pixels) - 0.5F;
        return std::clamp(at, 0.0F, float(count - 1));
    };
    const float across = place(x, size_.width, cells_.width);
    const float down = place(y, size_.height, cells_.height);
    const auto left = int(across), top = int(down);
    const int right = std::min(left + 1, cells_.width - 1);
    const int bottom = std::min(top + 1, cells_.height - 1);
    const float u = across - float(left), v = down - float(top);
    const auto cell = [&](int column, int row) -> const Chroma& {
        return cells[std::size_t(row) * std::size_t(cells_.width) + std::size_t(column)];
    };
    Chroma result{};
    for (std::size_t axis = 0; axis < 2; ++axis)
        result[axis] = (1 - v) * ((1 - u) * cell(left, top)[axis] + u * cell(right, top)[axis]) +
                       v * ((1 - u) * cell(left, bottom)[axis] + u * cell(right, bottom)[axis]);
    return result;
}

void PhotoColours::apply(const ImageSpan& picture) const {
    std::vector<Chroma> change;
    if (kind_ == Kind::tones) {
        change = cells_of(picture);
        for (std::size_t i = 0; i < change.size(); ++i)
            for (std::size_t axis = 0; axis < 2; ++axis)
                change[i][axis] = chroma_[i][axis] - change[i][axis];
    }
    for (int y = 0; y < size_.height; ++y)
        for (int x = 0; x < size_.width; ++x) {
            Colour lab = oklab(colour_at(picture, x, y));
            const Chroma chroma =
                kind_ == Kind::tones
                    ? between_cells(change, x, y)
                    : chroma_[std::size_t(y) * std::size_t(size_.width) + std::size_t(x)];
            for (std::size_t axis = 0; axis < 2; ++axis)
                lab[axis + 1] = kind_ == Kind::tones ? lab[axis + 1] + chroma[axis] : chroma[axis];
            const Colour rgb = nearest_that_exists(lab);
            std::ranges::copy(rgb, picture.row(y) + std::ptrdiff_t{x} * picture.channels);
        }
}

} // namespace style_transfer
