// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures to and from GEGL buffers and files, and resampling: the only place of engine/ that
// knows GEGL. Call gegl_init() before and use from one thread.
#pragma once

#include "engine/base/image.h"

#include <filesystem>
#include <string>

typedef struct _GeglBuffer GeglBuffer;
typedef union _Babl Babl;

namespace style_transfer {

// Reads all of `buffer` (its extent) as float R'G'B' or R'G'B'A in the buffer's own colour space:
// no conversion between profiles takes place, only to gamma-encoded float; gray becomes R=G=B.
// Four channels when the buffer's format has alpha. The buffer stays the caller's. Throws Error.
Image read_buffer(GeglBuffer* buffer);

// Writes `image`, whose size must be that of the buffer's extent, in the buffer's own colour space,
// precision and model (gray takes the luminance). With three channels alpha becomes 1.
void write_buffer(const ImageView& image, GeglBuffer* buffer);

// A picture with what is needed to write another one like it.
struct LoadedPicture {
    Image image;                 // 3 channels, or 4 when the file has alpha
    const Babl* space = nullptr; // colour space (ICC profile) of the file; owned by babl
    int bits = 8;                // per channel in the file: 8, 16 or 32
};

// Loads a PNG, JPEG, TIFF, WebP, OpenEXR, PPM or PGM file, told by its content. Pictures are set
// upright as the camera's note (EXIF orientation) says; CMYK becomes sRGB. A profile that babl
// cannot use counts as sRGB. Throws Error(file) naming the file: not there, not readable, not a
// picture, damaged or cut short.
LoadedPicture load_picture(const std::filesystem::path& file);

// Writes `image` in the format of the file name's suffix, with depth and colour space of `like`
// where the format can: 16 bits in PNG, TIFF and PPM, float in TIFF and OpenEXR; WebP and PPM hold
// no profile and get sRGB. JPEG and PPM hold no alpha and show the picture over white. Goes to a
// temporary file in the same folder, is read back, and is renamed when complete, so `file` is
// either the whole picture or untouched. Throws Error(file): unknown suffix, missing folder, not
// writable, disk full.
void save_picture(
    const ImageView& image, const LoadedPicture& like, const std::filesystem::path& file);

// Throws the Error that save_picture would throw because of the name or folder, before any work.
void check_can_save(const std::filesystem::path& file);

// Resampled with GEGL's lohalo in linear light (taking the curve of sRGB), up or down, pixel
// centres aligned; alpha is weighted correctly (premultiplied while resampling). The same size
// gives an exact copy.
Image resample(const ImageView& image, Size size);

} // namespace style_transfer
