// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/enhancement.h"

#include <algorithm>

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
    for (int y = 0; y < image.size.height; ++y) {
        float* pixel = image.row(y);
        for (int x = 0; x < image.size.width; ++x, pixel += image.channels) {
            for (int c = 0; c < 3; ++c)
                pixel[c] = clipped(brightness * pixel[c]);
            const float luma = 0.299F * pixel[0] + 0.587F * pixel[1] + 0.114F * pixel[2];
            for (int c = 0; c < 3; ++c)
                pixel[c] = blend(luma, pixel[c], colour);
        }
    }
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

} // namespace

void enhance(const ImageSpan& image, const EnhancementFactors& factors) {
    brighten_and_colour(image, float(factors.brightness), float(factors.colour));
    if (factors.sharpness != 1)
        sharpen(image, float(factors.sharpness));
}

} // namespace style_transfer
