// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/content_kind.h"

#include <cstdint>

namespace style_transfer {

// How a camera was held, in the numbers of the EXIF and TIFF tag 0x0112: 1 upright, 2–4 mirrored or
// upside down, 5–8 lying on its side. `exif` is a TIFF structure ("II*" or "MM*" first), with or
// without "Exif\0\0" before it. 1 when the tag is absent or makes no sense.
std::uint32_t orientation_of(Bytes exif);

} // namespace style_transfer
