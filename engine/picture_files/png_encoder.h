// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <cstddef>
#include <vector>

typedef union _Babl Babl;

namespace style_transfer {

// 8 bits per channel, or 16 when `bits` is more; `space` is written as ICC profile unless it is
// sRGB. Through libpng itself: GEGL's saver writes a wrong gamma beside a profile. Throws
// std::runtime_error whose what() completes "the picture cannot be written: …".
std::vector<std::byte> encode_png(const ImageView& image, int bits, const Babl* space);

} // namespace style_transfer
