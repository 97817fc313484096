// SPDX-License-Identifier: GPL-3.0-or-later
// Made pictures for tests of colours.
#pragma once

#include "engine/finishing/oklab.h"

#include <cmath>
#include <cstddef>

namespace style_transfer::testing {

// Colours that are not on one line or plane, within [0.5 − spread, 0.5 + spread].
inline Image coloured(Size size, float spread, float phase, int channels = 3) {
    Image image = Image::create(size, channels);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < channels; ++c)
                image.row(y)[x * channels + c] =
                    c == 3 ? 1.0F
                           : 0.5F + spread * std::sin(
                                                 phase + 0.7F * float(x) +
                                                 float(c + 1) * (0.4F + 0.9F * float(y)));
    return image;
}

inline Colour at(const Image& image, int x, int y) {
    const float* pixel = image.row(y) + std::ptrdiff_t{x} * image.channels();
    return {pixel[0], pixel[1], pixel[2]};
}

} // namespace style_transfer::testing
