// SPDX-License-Identifier: GPL-3.0-or-later
// Call gegl_init() before and use from one thread.
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// Resampled with GEGL's lohalo in linear light (taking the curve of sRGB), up or down, pixel
// centres aligned; alpha is weighted correctly (premultiplied while resampling). The same size
// gives an exact copy.
Image resample(const ImageView& image, Size size);

} // namespace style_transfer
