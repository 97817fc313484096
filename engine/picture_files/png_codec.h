// SPDX-License-Identifier: GPL-3.0-or-later
// PNG through libpng itself: GEGL's saver writes a wrong gamma beside a profile, and its loader
// gives part of a picture for a file that is cut short.
#pragma once

#include "engine/picture_files/file_kind.h"
#include "engine/picture_files/picture_file.h"

#include <cstddef>
#include <vector>

namespace style_transfer {

// Throws std::runtime_error whose what() completes "the picture cannot be read: …". The picture is
// set upright. gAMA and cHRM chunks are passed over, as GIMP 2.10 does.
LoadedPicture decode_png(Bytes content);

// 8 bits per channel, or 16 when `bits` is more; `space` is written as ICC profile unless it is
// sRGB. Throws std::runtime_error like decode_png.
std::vector<std::byte> encode_png(const ImageView& image, int bits, const Babl* space);

} // namespace style_transfer
