// SPDX-License-Identifier: GPL-3.0-or-later
// Call gegl_init() before. Any thread.
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// Resampled with GEGL's lohalo in linear light (taking the curve of sRGB), up or down, pixel
// centres aligned; alpha is weighted correctly (premultiplied while resampling). The same size
// gives an exact copy.
Image resample(const ImageView& image, Size size);

// Made smaller where its longer side is more than that.
Image at_most(const ImageView& image, int longer_side);

} // namespace style_transfer
