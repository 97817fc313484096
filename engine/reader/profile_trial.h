// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/content_kind.h"
#include "engine/reading/picture_answer.h"

namespace style_transfer {

// Whether babl can take an ICC profile and convert by it there and back: its curves rise, and its
// primaries span a space. babl believes every length and place in a profile, and ends the process
// when numbers make no sense, some of them only on one of the ways that it may choose for a
// conversion: this may not return, and what passes makes sense.
bool is_usable_profile(Bytes profile, const PictureHead& picture);

} // namespace style_transfer
