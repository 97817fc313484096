// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// The picture set upright, given how it lies in the numbers of the EXIF tag 0x0112: 2–4 mirrored or
// upside down, 5–8 lying on its side. 1 returns it untouched.
Image set_upright(Image image, int orientation);

} // namespace style_transfer
