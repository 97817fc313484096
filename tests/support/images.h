// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures made from a formula, and how far two are from each other.
#pragma once

#include "engine/base/image.h"

#include <cmath>
#include <gtest/gtest.h>

namespace style_transfer::testing {

// Of value(x, y, channel).
inline Image image_of(Size size, int channels, auto value) {
    Image image = Image::create(size, channels);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c)
                image.row(y)[x * channels + c] = float(value(x, y, c));
    return image;
}

inline Image flat(Size size, float value) {
    return image_of(size, 3, [=](int, int, int) { return value; });
}

// Of other lengths in each channel.
inline Image slanted_waves(Size size, double pitch) {
    return image_of(size, 3, [=](int x, int y, int c) {
        return 0.5 + 0.4 * std::sin(pitch * (x + (c + 1) * y));
    });
}

// With an alpha, if there are four channels, that falls from left to right.
inline Image fading_waves(Size size, int channels, double pitch = 0.3) {
    return image_of(size, channels, [=](int x, int y, int c) {
        return c == 3 ? 1 - double(x) / size.width
                      : 0.5 + 0.3 * std::sin(pitch * (x + c) + 0.2 * y);
    });
}

// The mean over all numbers of how far they are apart.
inline double mean_difference(const Image& one, const Image& other) {
    double sum = 0;
    for (int y = 0; y < one.size().height; ++y)
        for (int i = 0; i < one.row_stride(); ++i)
            sum += std::abs(double(one.row(y)[i]) - other.row(y)[i]);
    return sum / (double(one.size().height) * double(one.row_stride()));
}

} // namespace style_transfer::testing
