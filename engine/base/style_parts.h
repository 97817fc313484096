// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of a picture is painted after which styles, out of the styles' regions.
#pragma once

#include "engine/base/style.h"

#include <vector>

namespace style_transfer {

// Styles of one region share a part.
struct StyleParts {
    struct Part {
        Image mask; // how much of each pixel belongs to it; empty: all of all
        // Their numbers in the order given, and their shares of the part, which add up to 1.
        std::vector<std::size_t> styles;
        std::vector<double> shares;
    };
    std::vector<Part> parts; // those that have anything of the picture; one at least

    // How much of each pixel is painted at all; the rest stays as it is. Empty: all of all.
    Image covered;
};

// Of a picture of that size, which all regions have. A pixel under several regions is shared out
// among them by the weights of their styles, and what is under none belongs to the styles without a
// region. Values outside [0,1] count as their nearest end, NaN as 0. Throws Error(invalid_argument)
// when there is no style, a weight is not a number above 0, or a region has another size or covers
// nothing.
StyleParts style_parts(const std::vector<StyleView>& styles, Size size);

// Whether a region has so much of a picture that a style can be painted in it: a pixel at least.
bool covers_anything(const ImageView& region);

// `painted` (RGB or RGBA) where the picture is covered, the photo elsewhere: in place. `photo` may
// have alpha, which counts for nothing here. Nothing happens when `covered` has no pixels.
void keep_uncovered(const ImageSpan& painted, const ImageView& photo, const ImageView& covered);

} // namespace style_transfer
