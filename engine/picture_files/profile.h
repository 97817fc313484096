// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/picture_files/file_kind.h"

typedef union _Babl Babl;

namespace style_transfer {

// Whether every length and place in an ICC profile stays within it and its curves rise. babl
// believes them all, and reads elsewhere or ends the process when they lie, so no profile that
// fails here may reach it.
bool is_sound_profile(Bytes profile);

// The colour space of an ICC profile; nullptr, which means sRGB, when there is none, or none that
// babl can use.
const Babl* space_of_profile(Bytes profile);

} // namespace style_transfer
