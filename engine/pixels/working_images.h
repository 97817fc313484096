// SPDX-License-Identifier: GPL-3.0-or-later
// The one rule that says at which sizes base and style are worked on.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

namespace style_transfer {

// The base's longer side becomes `size`, up or down.
Size working_base_size(Size original, int size);

struct WorkingImages {
    Image base;
    Image style;
};

// Both pictures resampled to their working sizes, see working_size() and working_style_size();
// channels are kept.
WorkingImages
make_working_images(const ImageView& base, const ImageView& style, const Settings& settings);

} // namespace style_transfer
