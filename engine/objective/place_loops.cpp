// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation does with each number of a feature map at its place, in one go: written out,
// because tensors between the steps would take several times as long.
#include "engine/objective/places.h"

#include "engine/network/feature_maps.h"
#include "engine/objective/stored_numbers.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace style_transfer {

namespace {

at::Tensor with_channels_innermost(const at::Tensor& features) {
    return features.stride(0) == 1 ? features
                                   : features.permute({1, 2, 0}).contiguous().permute({2, 0, 1});
}

template <typename Scalar>
struct Map {
    Scalar* first;
    std::int64_t row, column; // steps

    Scalar* at(std::int64_t y, std::int64_t x) const { return first + y * row + x * column; }
};

// The mean of side² positions.
template <typename Element, typename Real>
void mean_of(
    const Map<const Element>& map, std::int64_t y, std::int64_t x, int side, std::int64_t channels,
    Real* mean) {
    const Real share = Real(1) / Real(side * side);
    std::fill_n(mean, channels, Real(0));
    for (int dy = 0; dy < side; ++dy)
        for (int dx = 0; dx < side; ++dx) {
            const Element* values = map.at(y + dy, x + dx);
            for (std::int64_t c = 0; c < channels; ++c)
                mean[c] += wide(values[c]);
        }
    for (std::int64_t c = 0; c < channels; ++c)
        mean[c] *= share;
}

// `share` times the product with the target and the square of the vector times `scale`.
template <typename Vector, typename Element, typename Real>
void add_products(
    const Vector* vector, const Element* target, std::int64_t channels, Real scale, Real share,
    Real& product, Real& square) {
    Real products[lanes] = {}, squares[lanes] = {};
    std::int64_t c = 0;
    for (; c + lanes <= channels; c += lanes)
        for (int i = 0; i < lanes; ++i) {
            products[i] += wide(vector[c + i]) * wide(target[c + i]);
            squares[i] += wide(vector[c + i]) * wide(vector[c + i]);
        }
    for (; c < channels; ++c) {
        products[0] += wide(vector[c]) * wide(target[c]);
        squares[0] += wide(vector[c]) * wide(vector[c]);
    }
    product += share * scale * sum_of(products);
    square += share * scale * scale * sum_of(squares);
}

} // namespace

void LayerPlaces::add_products(
    const at::Tensor& given, const Region& positions, const PlaceTargets& targets,
    at::Tensor& products, at::Tensor& squares) const {
    const Region all = places(positions);
    if (all.empty())
        return;
    const at::Tensor features = with_channels_innermost(given.cpu());
    const auto channels = features.size(0);
    AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, features.scalar_type(), "add_products", [&] {
        using Element = Stored<scalar_t>;
        using Real = Number<scalar_t>;
        const Map<const Element> map{
            data_of<scalar_t>(features), features.stride(1), features.stride(2)};
        const Element* style = data_of<scalar_t>(targets.style);
        const int* nearest = targets.nearest.template data_ptr<int>();
        Real* product = products.data_ptr<Real>();
        Real* square = squares.data_ptr<Real>();
        at::parallel_for(0, all.height, 1, [&](std::int64_t begin, std::int64_t end) {
            std::vector<Real> mean(static_cast<std::size_t>(channels));
            for (auto y = begin; y < end; ++y)
                for (std::int64_t x = 0; x < all.width; ++x) {
                    const auto place = (all.top + y) * grid_.width + all.left + x;
                    const auto at_y =
                        std::min((all.top + y) * side_ / per_position_, map_height_ - 1);
                    const auto at_x =
                        std::min((all.left + x) * side_ / per_position_, map_width_ - 1);
                    const auto in_y = at_y - positions.top, in_x = at_x - positions.left;
                    const Element* wanted =
                        style + std::int64_t(nearest[place]) * targets.positions * channels;
                    const auto add = [&](const auto* vector, Real share) {
                        style_transfer::add_products(
                            vector, wanted, channels, Real(targets.scale), share, product[place],
                            square[place]);
                        wanted += channels;
                    };
                    if (targets.positions > 1) {
                        for (int dy = 0; dy < side_; ++dy)
                            for (int dx = 0; dx < side_; ++dx)
                                add(map.at(in_y + dy, in_x + dx), Real(1) / Real(side_ * side_));
                    } else {
                        mean_of(map, in_y, in_x, side_, channels, mean.data());
                        add(mean.data(), Real(1));
                    }
                }
        });
    });
}

at::Tensor LayerPlaces::gradient(
    const at::Tensor& given, const Region& positions, const PlaceTargets& targets,
    const at::Tensor& own, const at::Tensor& target) const {
    const Region all = places(positions);
    const at::Tensor features = with_channels_innermost(given.cpu());
    const auto channels = features.size(0);
    const bool covered = per_position_ > 1 || (all.height * side_ == features.size(1) &&
                                               all.width * side_ == features.size(2));
    const std::vector<std::int64_t> shape{features.size(1), features.size(2), channels};
    const at::Tensor result = covered && !all.empty() ? at::empty(shape, features.options())
                                                      : at::zeros(shape, features.options());
    AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, features.scalar_type(), "place_gradient", [&] {
        using Element = Stored<scalar_t>;
        using Real = Number<scalar_t>;
        const Map<const Element> map{
            data_of<scalar_t>(features), features.stride(1), features.stride(2)};
        const Map<Element> out{
            reinterpret_cast<Element*>(result.data_ptr<scalar_t>()), result.stride(0),
            result.stride(1)};
        const Element* style = data_of<scalar_t>(targets.style);
        const int* nearest = targets.nearest.template data_ptr<int>();
        const Real* of_own = own.data_ptr<Real>();
        const Real* of_target = target.data_ptr<Real>();
        const Real scale = Real(targets.scale);
        const Real share = Real(1) / Real(side_ * side_);
        // One cell is a place, or a position with the places in it.
        const auto rows = per_position_ > 1 ? positions.height : all.height;
        const auto columns = per_position_ > 1 ? positions.width : all.width;
        at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
            std::vector<Real> mean(static_cast<std::size_t>(channels));
            std::vector<Real> sum(static_cast<std::size_t>(channels));
            for (auto y = begin; y < end; ++y)
                for (std::int64_t x = 0; x < columns; ++x) {
                    if (targets.positions > 1) {
                        const auto place = (all.top + y) * grid_.width + all.left + x;
                        const Real a = of_own[place] * scale * scale * share;
                        const Real b = of_target[place] * scale * share;
                        const Element* wanted =
                            style + std::int64_t(nearest[place]) * targets.positions * channels;
                        for (int dy = 0; dy < side_; ++dy)
                            for (int dx = 0; dx < side_; ++dx, wanted += channels) {
                                const Element* own_vector = map.at(y * side_ + dy, x * side_ + dx);
                                Element* slope = out.at(y * side_ + dy, x * side_ + dx);
                                for (std::int64_t c = 0; c < channels; ++c)
                                    narrow_to(
                                        a * wide(own_vector[c]) + b * wide(wanted[c]), slope[c]);
                            }
                        continue;
                    }
                    mean_of(map, y * side_, x * side_, side_, channels, mean.data());
                    std::fill(sum.begin(), sum.end(), Real(0));
                    const Region cell = per_position_ > 1
                                            ? places({positions.top + y, positions.left + x, 1, 1})
                                            : Region{all.top + y, all.left + x, 1, 1};
                    for (auto py = cell.top; py < cell.bottom(); ++py)
                        for (auto px = cell.left; px < cell.right(); ++px) {
                            const auto place = py * grid_.width + px;
                            const Real a = of_own[place] * scale * scale * share;
                            const Real b = of_target[place] * scale * share;
                            const Element* wanted = style + std::int64_t(nearest[place]) * channels;
                            for (std::int64_t c = 0; c < channels; ++c)
                                sum[std::size_t(c)] +=
                                    a * mean[std::size_t(c)] + b * wide(wanted[c]);
                        }
                    for (int dy = 0; dy < side_; ++dy)
                        for (int dx = 0; dx < side_; ++dx) {
                            Element* cell_out = out.at(y * side_ + dy, x * side_ + dx);
                            for (std::int64_t c = 0; c < channels; ++c)
                                narrow_to(sum[std::size_t(c)], cell_out[c]);
                        }
                }
        });
    });
    return result.permute({2, 0, 1}).to(given.device());
}

} // namespace style_transfer
