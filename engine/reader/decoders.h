// SPDX-License-Identifier: GPL-3.0-or-later
// One decoder for each kind of picture. They convert nothing: what they hand over are the numbers
// of the file, as they lie in it. Each throws std::exception whose what() completes "the picture
// cannot be read: …".
#pragma once

#include "engine/reader/content_kind.h"
#include "engine/reader/picture_answer.h"

namespace style_transfer {

// gAMA and cHRM chunks are passed over, as GIMP 2.10 does.
void decode_png(Bytes content, PictureAnswer& answer);
void decode_jpeg(Bytes content, PictureAnswer& answer);
// Gray, RGB and CMYK of 8 and more bits; what else libtiff knows through its own conversion to 8
// bits. The first of several pages.
void decode_tiff(Bytes content, PictureAnswer& answer);
// Animations are refused.
void decode_webp(Bytes content, PictureAnswer& answer);
// The first frame of an animation, which the rest of the screen surrounds, transparent. The file
// must be whole.
void decode_gif(Bytes content, PictureAnswer& answer);
// HEIC and AVIF, the primary picture, after HeifLibrary::get(). Takes threads.
void decode_heif(Bytes content, PictureAnswer& answer);
// R, G, B, A, or Y with or without chroma, in single precision but for the latter.
void decode_exr(Bytes content, PictureAnswer& answer);
// Portable pixmaps and graymaps: P2, P3, P5, P6.
void decode_ppm(Bytes content, PictureAnswer& answer);

} // namespace style_transfer
