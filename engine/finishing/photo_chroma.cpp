// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/photo_chroma.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

constexpr int halvings = 10; // of how far a colour is from grey

CoarseGrid chroma_of(const ImageView& picture) {
    return {picture, tone_cells, 2, [](const float* pixel, float* chroma) {
                const Colour lab = oklab(colour_of(pixel));
                chroma[0] = lab[1];
                chroma[1] = lab[2];
            }};
}

} // namespace

Colour colour_of(const float* pixel) {
    Colour colour{};
    for (std::size_t c = 0; c < 3; ++c)
        colour[c] = std::isfinite(pixel[c]) ? pixel[c] : 0;
    return colour;
}

Colour nearest_that_exists(Colour lab) {
    lab[0] = std::clamp(lab[0], 0.0F, 1.0F);
    float share = 1;
    if (!exists(lab)) {
        float most = 1;
        share = 0;
        for (int i = 0; i < halvings; ++i) {
            const float middle = (share + most) / 2;
            (exists({lab[0], lab[1] * middle, lab[2] * middle}) ? share : most) = middle;
        }
    }
    Colour rgb = rgb_of({lab[0], lab[1] * share, lab[2] * share});
    for (float& value : rgb)
        value = std::clamp(value, 0.0F, 1.0F);
    return rgb;
}

Colour with_chroma_of(const Colour& photo, const Colour& painted) {
    Colour lab = oklab(photo);
    lab[0] = oklab(painted)[0];
    return nearest_that_exists(lab);
}

CoarseGrid tone_difference(const ImageView& painting, const ImageView& photo) {
    CoarseGrid difference = chroma_of(photo);
    difference.add(chroma_of(painting), -1);
    return difference;
}

Colour with_chroma_moved(const float* difference, const Colour& painted) {
    Colour lab = oklab(painted);
    lab[1] += difference[0];
    lab[2] += difference[1];
    return nearest_that_exists(lab);
}

} // namespace style_transfer
