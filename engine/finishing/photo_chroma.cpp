// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/photo_chroma.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

constexpr int halvings = 10; // of how far a colour is from grey

CoarseGrid chroma_of(const ImageView& picture, const RgbSpace& space) {
    return {picture, tone_cells, 2, [&space](const float* pixel, float* chroma) {
                const Colour lab = oklab(colour_of(pixel), space);
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

Colour nearest_that_exists(Colour lab, const RgbSpace& space) {
    lab[0] = std::clamp(lab[0], 0.0F, 1.0F);
    float share = 1;
    if (!exists(lab, space)) {
        float most = 1;
        share = 0;
        for (int i = 0; i < halvings; ++i) {
            const float middle = (share + most) / 2;
            (exists({lab[0], lab[1] * middle, lab[2] * middle}, space) ? share : most) = middle;
        }
    }
    Colour rgb = rgb_of({lab[0], lab[1] * share, lab[2] * share}, space);
    for (float& value : rgb)
        value = std::clamp(value, 0.0F, 1.0F);
    return rgb;
}

Colour with_chroma_of(const Colour& photo, const Colour& painted, const RgbSpace& space) {
    Colour lab = oklab(photo, space);
    lab[0] = oklab(painted, space)[0];
    return nearest_that_exists(lab, space);
}

Colour without_chroma(const Colour& painted, const RgbSpace& space) {
    return nearest_that_exists({oklab(painted, space)[0], 0, 0}, space);
}

CoarseGrid
tone_difference(const ImageView& painting, const ImageView& photo, const RgbSpace& space) {
    CoarseGrid difference = chroma_of(photo, space);
    difference.add(chroma_of(painting, space), -1);
    return difference;
}

Colour with_chroma_moved(const float* difference, const Colour& painted, const RgbSpace& space) {
    Colour lab = oklab(painted, space);
    lab[1] += difference[0];
    lab[2] += difference[1];
    return nearest_that_exists(lab, space);
}

} // namespace style_transfer
