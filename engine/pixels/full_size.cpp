// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/full_size.h"

#include "engine/pixels/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

namespace style_transfer {

namespace {

constexpr int radius = 4; // of the windows, in pixels of the working image
// Variance of luma, values 0…1, below which a window counts as flat: noise must not become detail.
constexpr float flat_variance = 0.02F * 0.02F;
// Strokes can swing as the photo does by chance, and further.
constexpr float least_gain = 0;
constexpr float largest_gain = 1.5F;

using Plane = std::vector<float>;

float luma_of(const float* pixel) {
    return 0.299F * pixel[0] + 0.587F * pixel[1] + 0.114F * pixel[2];
}

// Means over windows of 2 · radius + 1 pixels in one direction, smaller ones at the ends.
void mean_along(const float* from, float* to, int length, std::ptrdiff_t step) {
    double sum = 0;
    int begin = 0;
    int end = 0;
    for (int i = 0; i < length; ++i) {
        for (; end < std::min(length, i + radius + 1); ++end)
            sum += from[end * step];
        for (; begin < i - radius; ++begin)
            sum -= from[begin * step];
        to[i * step] = float(sum / (end - begin));
    }
}

Plane window_means(const Plane& plane, Size size) {
    Plane rows(plane.size());
    for (int y = 0; y < size.height; ++y)
        mean_along(
            plane.data() + std::ptrdiff_t{y} * size.width,
            rows.data() + std::ptrdiff_t{y} * size.width, size.width, 1);
    Plane means(plane.size());
    for (int x = 0; x < size.width; ++x)
        mean_along(rows.data() + x, means.data() + x, size.height, size.width);
    return means;
}

Plane product(const Plane& one, const Plane& other) {
    Plane result(one.size());
    std::ranges::transform(one, other, result.begin(), std::multiplies<>());
    return result;
}

Plane plane_of(const ImageView& image, auto value_of) {
    Plane plane;
    plane.reserve(std::size_t(image.size.width) * std::size_t(image.size.height));
    for (int y = 0; y < image.size.height; ++y)
        for (int x = 0; x < image.size.width; ++x)
            plane.push_back(value_of(image.row(y) + std::ptrdiff_t{x} * image.channels));
    return plane;
}

// The guided filter's mean coefficients a of the three channels of `result` on the luma of `guide`.
Image gains(const ImageView& result, const ImageView& guide) {
    const Size size = result.size;
    const Plane luma = plane_of(guide, luma_of);
    const Plane luma_means = window_means(luma, size);
    const Plane squares = window_means(product(luma, luma), size);
    Image all = Image::create(size, 3);
    for (int c = 0; c < 3; ++c) {
        const Plane values = plane_of(result, [c](const float* pixel) { return pixel[c]; });
        const Plane means = window_means(values, size);
        Plane gain = window_means(product(luma, values), size);
        for (std::size_t i = 0; i < gain.size(); ++i) {
            const float covariance = gain[i] - luma_means[i] * means[i];
            const float variance = std::max(0.0F, squares[i] - luma_means[i] * luma_means[i]);
            gain[i] = covariance / (variance + flat_variance);
        }
        const Plane smooth = window_means(gain, size);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                all.row(y)[3 * x + c] = std::clamp(
                    smooth[std::size_t(y) * std::size_t(size.width) + std::size_t(x)], least_gain,
                    largest_gain);
    }
    return all;
}

// Between the centres of `image`'s pixels, clamped at the border: the value at a place of a picture
// of another size. Straight lines never swing beyond their ends, which gains must not.
class Between {
  public:
    Between(const Image& image, Size size)
        : image_(image), scale_x_(float(image.size().width) / float(size.width)),
          scale_y_(float(image.size().height) / float(size.height)) {}

    std::array<float, 3> at(int x, int y) const {
        const Place across = place(float(x), scale_x_, image_.size().width);
        const Place down = place(float(y), scale_y_, image_.size().height);
        std::array<float, 3> values{};
        for (int c = 0; c < 3; ++c) {
            const auto row = [&](int from) {
                const float* values_of_row = image_.row(from);
                return std::lerp(
                    values_of_row[3 * across.first + c], values_of_row[3 * across.second + c],
                    across.share);
            };
            values[std::size_t(c)] = std::lerp(row(down.first), row(down.second), down.share);
        }
        return values;
    }

  private:
    struct Place {
        int first, second;
        float share; // of the second
    };
    static Place place(float target, float scale, int length) {
        const float at = std::clamp((target + 0.5F) * scale - 0.5F, 0.0F, float(length - 1));
        const int first = int(at);
        return {first, std::min(first + 1, length - 1), at - float(first)};
    }

    const Image& image_;
    float scale_x_, scale_y_;
};

} // namespace

Image at_full_size(const ImageView& result, const ImageView& working_base, const ImageView& base) {
    Image full = resample(result, base.size);
    const bool larger =
        base.size.width > result.size.width && base.size.height > result.size.height;
    if (larger) {
        const Image gain = gains(result, working_base);
        const Between gain_at(gain, base.size);
        const Image coarse = resample(working_base, base.size);
        for (int y = 0; y < base.size.height; ++y)
            for (int x = 0; x < base.size.width; ++x) {
                const float detail = luma_of(base.row(y) + std::ptrdiff_t{x} * base.channels) -
                                     luma_of(coarse.row(y) + std::ptrdiff_t{x} * coarse.channels());
                const auto factors = gain_at.at(x, y);
                for (int c = 0; c < 3; ++c)
                    full.row(y)[3 * x + c] += factors[std::size_t(c)] * detail;
            }
    }
    for (int y = 0; y < full.size().height; ++y)
        std::for_each(full.row(y), full.row(y) + full.row_stride(), [](float& value) {
            value = std::clamp(value, 0.0F, 1.0F);
        });
    return full;
}

} // namespace style_transfer
