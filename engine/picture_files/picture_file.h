// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures from and to files. Call gegl_init() before and use from one thread.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/base/image.h"

#include <filesystem>
#include <string>

typedef union _Babl Babl;

namespace style_transfer {

// A picture with what is needed to write another one like it.
struct LoadedPicture {
    Image image;                 // 3 channels, or 4 when the file has alpha
    const Babl* space = nullptr; // colour space (ICC profile) of the file; owned by babl
    int bits = 8;                // per channel in the file: 8, 16 or 32
    std::filesystem::path file;  // whose EXIF, IPTC and XMP data one like it gets; empty: none
};

// Loads a PNG, JPEG, TIFF, WebP, GIF, HEIC, AVIF, OpenEXR, PPM or PGM file, told by its content,
// which a process of its own parses: no file can harm this one. Pictures are set upright as the
// camera's note (EXIF orientation) says; CMYK becomes sRGB. A profile that babl cannot use counts
// as sRGB; numbers that are not finite count as 0. Throws Error(file) naming the file: not there,
// not readable, not a picture, damaged or cut short, too large; Error(cancelled) soon after `token`
// is.
LoadedPicture load_picture(const std::filesystem::path& file, const CancellationToken& token = {});

// Writes `image` in the format of the file name's suffix, with depth and colour space of `like`
// where the format can: 16 bits in PNG, TIFF and PPM, float in TIFF and OpenEXR; WebP and PPM hold
// no profile and get sRGB. JPEG and PPM hold no alpha and show the picture over white. PNG, JPEG,
// TIFF and WebP get the EXIF, IPTC and XMP data of the file that `like` came from. Goes to a
// temporary file in the same folder, is read back, and is renamed when complete, so `file` is
// either the whole picture or untouched. Throws Error(file): unknown suffix, missing folder, not
// writable, disk full. The answer is empty, or a sentence that says why those data are not kept.
std::string
save_picture(const ImageView& image, const LoadedPicture& like, const std::filesystem::path& file);

// Throws the Error that save_picture would throw because of the name or folder, before any work.
void check_can_save(const std::filesystem::path& file);
// Likewise for a picture of that size: JPEG holds no side above 65500 pixels, WebP none above
// 16383.
void check_can_hold(const std::filesystem::path& file, Size size);

// Whether the suffix is one that save_picture knows.
bool has_known_suffix(const std::filesystem::path& file);

} // namespace style_transfer
