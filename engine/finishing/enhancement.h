// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// Factors as in Pillow's ImageEnhance: 1 changes nothing, 0 is black / gray / smoothed.
struct EnhancementFactors {
    double brightness = 1.2;
    double colour = 1.2;
    double sharpness = 1.2;
};

// Brightness (multiply), then colour (blend from the luma 0.299 R + 0.587 G + 0.114 B), then
// sharpness (blend from the 3×3 smoothing kernel 1 1 1 / 1 5 1 / 1 1 1 over 13; the outermost
// pixels keep their value), in place, in float, clipped to [0,1] only at the end of each step.
// Three or four channels; alpha is left alone. Any thread.
//
// `pixel` is how large a pixel of the picture that was painted is here: at another size than 1 the
// kernel is a Gaussian of its variance, so that the picture looks the same from farther away.
void enhance(const ImageSpan& image, const EnhancementFactors& factors, double pixel = 1);

// Along each axis, of that kernel, in pixels².
inline constexpr double sharpening_variance = 6.0 / 13;

// How many pixels around one have a part in its sharpness.
int sharpening_margin(double pixel);

} // namespace style_transfer
