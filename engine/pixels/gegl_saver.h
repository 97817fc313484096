// SPDX-License-Identifier: GPL-3.0-or-later
// Picture files that GEGL writes. Call gegl_init() before and use from one thread.
#pragma once

#include "engine/base/image.h"

#include <filesystem>
#include <initializer_list>

typedef union _Babl Babl;

namespace style_transfer {

struct SaverNumber {
    const char* property;
    int value;
};

// Writes `image` in numbers of `type`, babl's name of it such as "u16", and in the colour space
// `space` (nullptr: sRGB) by GEGL's `operation`, with these of its properties. Throws
// std::runtime_error with what GEGL says, without a full stop; some savers fail without a word.
void save_by_gegl(
    const ImageView& image, const Babl* space, const char* type, const char* operation,
    const std::filesystem::path& file, std::initializer_list<SaverNumber> properties = {});

} // namespace style_transfer
