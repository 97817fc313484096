// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/picture_files/file_kind.h"
#include "engine/picture_files/picture_file.h"

namespace style_transfer {

// Portable pixmaps and graymaps (P2, P3, P5, P6). GEGL's loader takes only one way of breaking the
// header into lines, and gives a partial picture without a word when the file is cut short. Throws
// std::runtime_error whose what() completes "the picture cannot be read: …".
LoadedPicture decode_ppm(Bytes content);

} // namespace style_transfer
