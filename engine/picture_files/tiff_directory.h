// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/picture_files/file_kind.h"

#include <cstdint>
#include <optional>

namespace style_transfer {

// One entry of a TIFF directory.
struct TiffEntry {
    std::uint32_t value = 0; // the first number, of an entry of 16-bit or 32-bit numbers
    Bytes data;              // the bytes, of an entry of bytes; empty when they are not there
};

// The entry of `tag` in the first directory of a TIFF structure ("II*" or "MM*" first), which is
// what TIFF files and EXIF data are. Anything that does not hold is as if it were absent.
std::optional<TiffEntry> find_tiff_entry(Bytes tiff, std::uint16_t tag);

} // namespace style_transfer
