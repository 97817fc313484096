// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

typedef union _Babl Babl;

namespace style_transfer {

bool is_ink_format(const Babl* format);

// Turns `count` pixels of a CMYK format into sRGB, 3 floats each: by the format's profile, or
// without one by the plain (1 − ink)·(1 − black) that viewers use. (babl's own conversion without a
// profile does that in linear light, which washes the picture out.)
void inks_to_rgb(const Babl* format, const void* inks, float* rgb, long count);

} // namespace style_transfer
