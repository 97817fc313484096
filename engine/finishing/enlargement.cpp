// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/enlargement.h"

#include "engine/finishing/parallel_rows.h"

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
                return mixed(
                    values_of_row[3 * across.first + c], values_of_row[3 * across.second + c],
                    across.share);
            };
            values[std::size_t(c)] = mixed(row(down.first), row(down.second), down.share);
        }
        return values;
    }

  private:
    struct Place {
        int first, second;
        float share; // of the second
    };
    static float mixed(float first, float second, float share) {
        return first + share * (second - first);
    }
    static Place place(float target, float scale, int length) {
        const float at = std::clamp((target + 0.5F) * scale - 0.5F, 0.0F, float(length - 1));
        const int first = int(at);
        return {first, std::min(first + 1, length - 1), at - float(first)};
    }

    const Image& image_;
    float scale_x_, scale_y_;
};

// Cubic interpolation along one axis: the pixels that have a part in one, and how much.
struct Taps {
    std::array<int, 4> pixels{};
    std::array<float, 4> weights{};

    Taps(int target, int targets, int pixels_there) {
        const float place = (float(target) + 0.5F) * float(pixels_there) / float(targets) - 0.5F;
        const float begin = std::floor(place);
        const float t = place - begin, t2 = t * t, t3 = t2 * t;
        for (int i = 0; i < 4; ++i)
            pixels[std::size_t(i)] = std::clamp(int(begin) + i - 1, 0, pixels_there - 1);
        weights = {
            -0.5F * t3 + t2 - 0.5F * t, 1.5F * t3 - 2.5F * t2 + 1, -1.5F * t3 + 2 * t2 + 0.5F * t,
            0.5F * t3 - 0.5F * t2};
    }
};

std::vector<Taps> taps_along(int begin, int length, int targets, int pixels) {
    std::vector<Taps> taps;
    taps.reserve(std::size_t(length));
    for (int i = 0; i < length; ++i)
        taps.emplace_back(begin + i, targets, pixels);
    return taps;
}

// One row of the larger picture, of `channels` interleaved numbers. `rows` has four of the smaller.
void interpolate_row(
    const std::array<const float*, 4>& rows, std::ptrdiff_t row_length, const Taps& down,
    const std::vector<Taps>& across, int channels, std::vector<float>& between, float* target) {
    between.resize(std::size_t(row_length));
    for (std::size_t i = 0; i < between.size(); ++i)
        between[i] = down.weights[0] * rows[0][i] + down.weights[1] * rows[1][i] +
                     down.weights[2] * rows[2][i] + down.weights[3] * rows[3][i];
    for (const Taps& taps : across)
        for (int c = 0; c < channels; ++c) {
            float sum = 0;
            for (std::size_t i = 0; i < 4; ++i)
                sum +=
                    taps.weights[i] *
                    between[std::size_t(taps.pixels[i]) * std::size_t(channels) + std::size_t(c)];
            *target++ = sum;
        }
}

} // namespace

Enlargement::Enlargement(const ImageView& painting, const ImageView& working_base, Size full)
    : painting_(painting), full_(full) {
    if (full.width <= painting.size.width || full.height <= painting.size.height)
        return;
    gains_ = gains(painting, working_base);
    working_luma_ = plane_of(working_base, luma_of);
}

Enlargement::Part Enlargement::part(const Area& area, const ImageView& photo) const {
    Part part{Image::create(area.size, 3), {}};
    const bool has_detail = !gains_.empty();
    if (has_detail)
        part.detail = Image::create(area.size, 3);
    const Size small = painting_.size;
    const auto across = taps_along(area.x, area.size.width, full_.width, small.width);
    const Between gain_at(gains_, full_);
    for_rows(area.size.height, [&](int first, int last) {
        std::vector<float> between, coarse(std::size_t(area.size.width));
        for (int y = first; y < last; ++y) {
            const Taps down(area.y + y, full_.height, small.height);
            std::array<const float*, 4> rows{};
            for (std::size_t i = 0; i < 4; ++i)
                rows[i] = painting_.row(down.pixels[i]);
            interpolate_row(
                rows, std::ptrdiff_t{small.width} * 3, down, across, 3, between,
                part.painting.row(y));
            if (!has_detail)
                continue;
            for (std::size_t i = 0; i < 4; ++i)
                rows[i] = working_luma_.data() + std::ptrdiff_t{down.pixels[i]} * small.width;
            interpolate_row(rows, small.width, down, across, 1, between, coarse.data());
            const float* pixel = photo.row(y);
            float* target = part.detail.row(y);
            for (int x = 0; x < area.size.width; ++x, pixel += photo.channels, target += 3) {
                const float detail = luma_of(pixel) - coarse[std::size_t(x)];
                const auto factors = gain_at.at(area.x + x, area.y + y);
                for (std::size_t c = 0; c < 3; ++c)
                    target[c] = factors[c] * detail;
            }
        }
    });
    return part;
}

} // namespace style_transfer
