// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/enhancement.h"

#include "engine/finishing/parallel_rows.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace style_transfer {

namespace {

float clipped(float value) {
    return std::clamp(value, 0.0F, 1.0F);
}

// `from` + factor · (value − `from`): 0 gives `from`, 1 the value, more goes beyond it.
float blend(float from, float value, float factor) {
    return clipped(from + factor * (value - from));
}

void brighten_and_colour(const ImageSpan& image, float brightness, float colour) {
    for_rows(image.size.height, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            float* pixel = image.row(y);
            for (int x = 0; x < image.size.width; ++x, pixel += image.channels) {
                for (int c = 0; c < 3; ++c)
                    pixel[c] = clipped(brightness * pixel[c]);
                const float luma = 0.299F * pixel[0] + 0.587F * pixel[1] + 0.114F * pixel[2];
                for (int c = 0; c < 3; ++c)
                    pixel[c] = blend(luma, pixel[c], colour);
            }
        }
    });
}

void sharpen(const ImageSpan& image, float factor) {
    const Image original = Image::copy_of(image);
    const auto step = image.channels;
    for (int y = 1; y + 1 < image.size.height; ++y) {
        const float* above = original.row(y - 1);
        const float* row = original.row(y);
        const float* below = original.row(y + 1);
        float* target = image.row(y);
        for (int x = 1; x + 1 < image.size.width; ++x)
            for (int c = 0; c < 3; ++c) {
                const int i = x * step + c;
                const float around = above[i - step] + above[i] + above[i + step] + row[i - step] +
                                     row[i + step] + below[i - step] + below[i] + below[i + step];
                target[i] = blend((around + 5 * row[i]) / 13, row[i], factor);
            }
    }
}

// A kernel along one axis, from its middle outwards.
std::vector<float> kernel_of(double variance) {
    if (variance <= 0.5) // narrower than pixels: three taps have just that variance
        return {float(1 - variance), float(variance / 2)};
    const int radius = int(std::ceil(3 * std::sqrt(variance)));
    std::vector<float> taps;
    double sum = 0;
    for (int i = 0; i <= radius; ++i) {
        const double tap = std::exp(-i * i / (2 * variance));
        taps.push_back(float(tap));
        sum += i == 0 ? tap : 2 * tap;
    }
    for (float& tap : taps)
        tap = float(tap / sum);
    return taps;
}

// Rows and then columns smoothed with `kernel`, clamped at the border. Row by row, so that the
// compiler's vectors run along them.
void sharpen(const ImageSpan& image, float factor, const std::vector<float>& kernel) {
    Image columns = Image::copy_of(image); // smoothed downwards
    const int radius = int(kernel.size()) - 1, height = image.size.height;
    const auto length = std::ptrdiff_t{image.size.width} * image.channels;
    for_rows(height, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            float* sum = columns.row(y);
            std::transform(sum, sum + length, sum, [&](float v) { return v * kernel[0]; });
            for (int k = 1; k <= radius; ++k) {
                const float* above = image.row(std::max(y - k, 0));
                const float* below = image.row(std::min(y + k, height - 1));
                const float weight = kernel[std::size_t(k)];
                for (std::ptrdiff_t i = 0; i < length; ++i)
                    sum[i] += weight * (above[i] + below[i]);
            }
        }
    });
    for_rows(height, [&](int first, int last) {
        const auto step = std::ptrdiff_t{image.channels}, margin = radius * step;
        std::vector<float> padded(std::size_t(length + 2 * margin)),
            sum(static_cast<std::size_t>(length));
        for (int y = first; y < last; ++y) {
            const float* row = columns.row(y);
            for (std::ptrdiff_t i = 0; i < margin; ++i) {
                padded[std::size_t(i)] = row[i % step];
                padded[std::size_t(margin + length + i)] = row[length - step + i % step];
            }
            std::copy_n(row, length, padded.begin() + margin);
            const float* middle = padded.data() + margin;
            for (std::ptrdiff_t i = 0; i < length; ++i)
                sum[std::size_t(i)] = kernel[0] * middle[i];
            for (int k = 1; k <= radius; ++k) {
                const float weight = kernel[std::size_t(k)];
                const float* left = middle - k * step;
                const float* right = middle + k * step;
                for (std::ptrdiff_t i = 0; i < length; ++i)
                    sum[std::size_t(i)] += weight * (left[i] + right[i]);
            }
            float* target = image.row(y);
            for (std::ptrdiff_t i = 0; i < length; ++i)
                if (step == 3 || i % step != 3)
                    target[i] = blend(sum[std::size_t(i)], target[i], factor);
        }
    });
}

} // namespace

void enhance(const ImageSpan& image, const EnhancementFactors& factors, double pixel) {
    brighten_and_colour(image, float(factors.brightness), float(factors.colour));
    if (factors.sharpness == 1)
        return;
    if (pixel == 1)
        sharpen(image, float(factors.sharpness));
    else
        sharpen(image, float(factors.sharpness), kernel_of(sharpening_variance * pixel * pixel));
}

int sharpening_margin(double pixel) {
    return int(kernel_of(sharpening_variance * pixel * pixel).size()) - 1;
}

} // namespace style_transfer
