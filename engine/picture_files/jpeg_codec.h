// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG through libjpeg itself: GEGL's loader and saver end the whole process when libjpeg meets an
// error, and the loader passes over files that are cut short and over how the camera was held.
#pragma once

#include "engine/picture_files/file_kind.h"
#include "engine/picture_files/picture_file.h"

#include <cstddef>
#include <string>
#include <vector>

namespace style_transfer {

// Throws std::runtime_error whose what() completes "the picture cannot be read: …". The picture is
// set upright; CMYK becomes sRGB.
LoadedPicture decode_jpeg(Bytes content);

// `image` must have 3 channels. Quality 95 without chroma subsampling, so that strokes of strong
// colour keep their edges; `space` is written as ICC profile unless it is sRGB. Throws
// std::runtime_error like decode_jpeg.
std::vector<std::byte> encode_jpeg(const ImageView& image, const Babl* space);

} // namespace style_transfer
