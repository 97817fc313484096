// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/atomic_file.h"
#include "engine/base/image.h"

#include <filesystem>
#include <string>

namespace style_transfer {

// Gives the picture that has been written to the temporary file of `target`, upright and of `size`,
// the EXIF, IPTC and XMP data of the file `source`, and its RGB colour profile. What told of the
// source's pixels tells of the new ones: orientation, dimensions, layout; thumbnails and previews
// are left out. PNG, JPEG, TIFF and WebP hold them, WebP no IPTC; it keeps the profile that it has.
// The answer is empty, or says in one sentence what is not kept. Throws Error(file) when the file
// cannot be written.
std::string copy_metadata(const std::filesystem::path& source, const AtomicFile& target, Size size);

} // namespace style_transfer
