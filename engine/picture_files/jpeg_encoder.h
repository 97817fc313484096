// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <cstddef>
#include <vector>

typedef union _Babl Babl;

namespace style_transfer {

// `image` must have 3 channels. Quality 95 without chroma subsampling, so that strokes of strong
// colour keep their edges; `space` is written as ICC profile unless it is sRGB. Through libjpeg
// itself: GEGL's saver ends the whole process on a full disk. Throws std::runtime_error whose
// what() completes "the picture cannot be written: …".
std::vector<std::byte> encode_jpeg(const ImageView& image, const Babl* space);

} // namespace style_transfer
