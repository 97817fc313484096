// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/feature_maps.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace style_transfer {

namespace {

// Elements below which a thread of its own does not pay.
constexpr std::int64_t grain = 1 << 15;

bool on_processor(const at::Tensor& maps) {
    return maps.device().is_cpu();
}

at::Tensor like(const at::Tensor& maps, std::int64_t height, std::int64_t width) {
    return at::empty({1, maps.size(1), height, width}, maps.options(), feature_format);
}

// The maximum of four so that NaN, which is no number to hide, comes through.
template <bool of_relu, typename Scalar>
void pool_pixel(
    const Scalar* above, const Scalar* below, std::int64_t channels, Scalar* maxima,
    unsigned char* origins) {
    for (std::int64_t c = 0; c < channels; ++c) {
        Scalar largest = above[c];
        unsigned char origin = 0;
        const auto compare = [&](Scalar value, unsigned char place) {
            const bool larger = !(value <= largest);
            largest = larger ? value : largest;
            origin = larger ? place : origin;
        };
        compare(above[channels + c], 1);
        compare(below[c], 2);
        compare(below[channels + c], 3);
        if constexpr (of_relu) {
            const bool cut = largest <= Scalar(0);
            largest = cut ? Scalar(0) : largest;
            origin = cut ? no_origin : origin;
        }
        maxima[c] = largest;
        origins[c] = origin;
    }
}

template <bool of_relu>
Pooled pool_on_processor(const at::Tensor& given) {
    const at::Tensor maps = given.contiguous(feature_format);
    const auto channels = maps.size(1);
    const auto width = maps.size(3);
    const auto half_height = maps.size(2) / 2;
    const auto half_width = width / 2;
    Pooled pooled{
        like(maps, half_height, half_width),
        at::empty({1, channels, half_height, half_width}, at::kByte, feature_format)};
    AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, maps.scalar_type(), "max_pool", [&] {
        const auto* source = maps.data_ptr<scalar_t>();
        auto* maxima = pooled.maxima.data_ptr<scalar_t>();
        auto* origins = pooled.origins.data_ptr<unsigned char>();
        const auto row = half_width * channels;
        at::parallel_for(
            0, half_height, grain / std::max<std::int64_t>(1, row) + 1,
            [&](std::int64_t begin, std::int64_t end) {
                for (auto y = begin; y < end; ++y)
                    for (std::int64_t x = 0; x < half_width; ++x) {
                        const auto* above = source + (2 * y * width + 2 * x) * channels;
                        const auto place = y * row + x * channels;
                        pool_pixel<of_relu>(
                            above, above + width * channels, channels, maxima + place,
                            origins + place);
                    }
            });
    });
    return pooled;
}

// The loads are not conditional, so that the compiler may take many at once.
template <typename Scalar>
void keep_where(
    const Scalar* values, const unsigned char* origins, unsigned char here, std::int64_t count,
    Scalar* target) {
    for (std::int64_t i = 0; i < count; ++i) {
        const Scalar value = values[i];
        target[i] = origins[i] == here ? value : Scalar(0);
    }
}

template <typename Number>
Number sum_of(Number a, Number b) {
    return a + b;
}

// bfloat16 as its bits: of numbers of a class of their own, the compiler takes one at a time. Read
// as an integer they have the number's sign. The sum is rounded to nearest, ties to even; NaN stays
// NaN.
using Bits = std::uint16_t;
Bits sum_of(Bits a, Bits b) {
    const auto wide = [](Bits bits) { return std::bit_cast<float>(std::uint32_t(bits) << 16); };
    const auto sum = std::bit_cast<std::uint32_t>(wide(a) + wide(b));
    const std::uint32_t rounded = (sum + 0x7fffU + ((sum >> 16) & 1U)) >> 16;
    const std::uint32_t quiet_nan = (sum >> 16) | 0x40U;
    return Bits((sum & 0x7fffffffU) > 0x7f800000U ? quiet_nan : rounded);
}

template <typename Scalar, typename Activation>
void relu_gradient_on_processor(
    Scalar* gradient, const Scalar* own, const Activation* activation, std::int64_t count) {
    at::parallel_for(0, count, grain, [&](std::int64_t begin, std::int64_t end) {
        if (own)
            for (auto i = begin; i < end; ++i) {
                const Scalar sum = sum_of(gradient[i], own[i]);
                gradient[i] = activation[i] > Activation(0) ? sum : Scalar(0);
            }
        else
            for (auto i = begin; i < end; ++i) {
                const Scalar value = gradient[i];
                gradient[i] = activation[i] > Activation(0) ? value : Scalar(0);
            }
    });
}

} // namespace

at::Tensor part_of(const at::Tensor& map, const Region& region) {
    if (!map.defined())
        return map;
    return map.narrow(-2, region.top, region.height).narrow(-1, region.left, region.width);
}

at::Tensor as_batch(const at::Tensor& map) {
    return map.as_strided(
        {1, map.size(0), map.size(1), map.size(2)},
        {map.stride(1) * map.size(1), map.stride(0), map.stride(1), map.stride(2)});
}

Pooled max_pool(const at::Tensor& maps) {
    return on_processor(maps) ? pool_on_processor<false>(maps) : portable::max_pool(maps, false);
}

Pooled max_pool_of_relu(const at::Tensor& maps) {
    return on_processor(maps) ? pool_on_processor<true>(maps) : portable::max_pool(maps, true);
}

at::Tensor pool_gradient(
    const at::Tensor& given, const at::Tensor& origins, std::int64_t height, std::int64_t width) {
    if (!on_processor(given))
        return portable::pool_gradient(given, origins, height, width);
    const at::Tensor gradient = given.contiguous(feature_format);
    const auto channels = gradient.size(1);
    const auto half_height = gradient.size(2);
    const auto half_width = gradient.size(3);
    at::Tensor result = like(gradient, height, width);
    AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, gradient.scalar_type(), "pool_gradient", [&] {
        const auto* source = gradient.data_ptr<scalar_t>();
        const auto* from = origins.data_ptr<unsigned char>();
        auto* target = result.data_ptr<scalar_t>();
        const auto row = width * channels;
        at::parallel_for(
            0, height, grain / std::max<std::int64_t>(1, row) + 1,
            [&](std::int64_t begin, std::int64_t end) {
                for (auto y = begin; y < end; ++y) {
                    auto* place = target + y * row;
                    if (y / 2 >= half_height) {
                        std::fill_n(place, row, scalar_t(0));
                        continue;
                    }
                    for (std::int64_t x = 0; x < width; ++x, place += channels) {
                        if (x / 2 >= half_width) {
                            std::fill_n(place, channels, scalar_t(0));
                            continue;
                        }
                        const auto window = (y / 2 * half_width + x / 2) * channels;
                        const auto here = static_cast<unsigned char>(y % 2 * 2 + x % 2);
                        keep_where(source + window, from + window, here, channels, place);
                    }
                }
            });
    });
    return result;
}

void relu_gradient_(at::Tensor& gradient, const at::Tensor& own, const at::Tensor& activation) {
    const auto plain = [](const at::Tensor& maps) {
        return maps.is_contiguous(feature_format) && on_processor(maps);
    };
    if (!plain(gradient) || !plain(activation) || (own.defined() && !plain(own))) {
        portable::relu_gradient_(gradient, own, activation);
        return;
    }
    const auto run = [&](auto scalar, auto sign) {
        using Scalar = decltype(scalar);
        const auto numbers = [](const at::Tensor& maps) {
            return maps.defined() ? static_cast<Scalar*>(maps.data_ptr()) : nullptr;
        };
        const void* active = activation.data_ptr();
        if (activation.scalar_type() == at::kBool)
            relu_gradient_on_processor(
                numbers(gradient), numbers(own), static_cast<const unsigned char*>(active),
                gradient.numel());
        else
            relu_gradient_on_processor(
                numbers(gradient), numbers(own), static_cast<const decltype(sign)*>(active),
                gradient.numel());
    };
    if (gradient.scalar_type() == at::kBFloat16)
        run(Bits{}, std::int16_t{});
    else
        AT_DISPATCH_FLOATING_TYPES(
            gradient.scalar_type(), "relu_gradient", [&] { run(scalar_t{}, scalar_t{}); });
}

namespace portable {

namespace {

// The four pixels of each window: [1, channels, height, width, 4].
at::Tensor windows(const at::Tensor& maps) {
    const auto half_height = maps.size(2) / 2;
    const auto half_width = maps.size(3) / 2;
    return maps.narrow(2, 0, 2 * half_height)
        .narrow(3, 0, 2 * half_width)
        .reshape({1, maps.size(1), half_height, 2, half_width, 2})
        .permute({0, 1, 2, 4, 3, 5})
        .reshape({1, maps.size(1), half_height, half_width, 4});
}

} // namespace

Pooled max_pool(const at::Tensor& maps, bool of_relu) {
    auto [maxima, origins] = windows(maps).max(-1);
    origins = origins.to(at::kByte);
    if (of_relu) {
        origins.masked_fill_(maxima.le(0), no_origin);
        maxima.clamp_min_(0);
    }
    return {maxima.contiguous(feature_format), origins.contiguous(feature_format)};
}

at::Tensor pool_gradient(
    const at::Tensor& gradient, const at::Tensor& origins, std::int64_t height,
    std::int64_t width) {
    at::Tensor result = at::zeros({1, gradient.size(1), height, width}, gradient.options())
                            .contiguous(feature_format);
    for (int origin = 0; origin < no_origin; ++origin)
        result.slice(2, origin / 2, gradient.size(2) * 2, 2)
            .slice(3, origin % 2, gradient.size(3) * 2, 2)
            .copy_(gradient * origins.eq(origin));
    return result;
}

void relu_gradient_(at::Tensor& gradient, const at::Tensor& own, const at::Tensor& activation) {
    if (own.defined())
        gradient.add_(own);
    gradient.masked_fill_(activation.gt(0).logical_not_(), 0);
}

} // namespace portable

} // namespace style_transfer
