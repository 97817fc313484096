// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "engine/finishing/rgb_space.h"

typedef union _Babl Babl;

namespace style_transfer {

// What the numbers of a picture in this space of babl mean. nullptr, and a space that has no
// colours, count as sRGB.
RgbSpace rgb_space_of(const Babl* space);

// Turns numbers R'G'B' of the space `from` into those of `to`, relative to the white of each, in
// place; 3 or 4 channels. A colour that `to` does not have becomes the nearest in each number.
// nullptr is sRGB. Where one of them has no colours nothing is done.
void convert_colours(const ImageSpan& picture, const Babl* from, const Babl* to);

} // namespace style_transfer
