// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures to and from GEGL buffers. Call gegl_init() before and use from one thread.
#pragma once

#include "engine/base/image.h"

typedef struct _GeglBuffer GeglBuffer;

namespace style_transfer {

// Reads all of `buffer` (its extent) as float R'G'B' or R'G'B'A in the buffer's own colour space:
// no conversion between profiles takes place, only to gamma-encoded float; gray becomes R=G=B.
// Four channels when the buffer's format has alpha. The buffer stays the caller's. Throws Error.
Image read_buffer(GeglBuffer* buffer);

// Writes `image`, whose size must be that of the buffer's extent, in the buffer's own colour space,
// precision and model (gray takes the luminance). With three channels alpha becomes 1.
void write_buffer(const ImageView& image, GeglBuffer* buffer);

} // namespace style_transfer
