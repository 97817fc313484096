// SPDX-License-Identifier: GPL-3.0-or-later
// The one rule that says at which sizes base and styles are worked on.
#pragma once

#include "engine/base/style.h"
#include "engine/settings/settings.h"

#include <vector>

namespace style_transfer {

// The base's longer side becomes `size`, up or down.
Size working_base_size(Size original, int size);

// See working_size() and working_style_size().
struct WorkingSizes {
    Size base;
    std::vector<Size> styles;
};
WorkingSizes working_sizes(Size base, const std::vector<Style>& styles, const Settings& settings);

struct WorkingImages {
    Image base;
    std::vector<Style> styles;
};

// All pictures resampled to their working sizes, and regions to that of the base; channels are
// kept.
WorkingImages make_working_images(
    const ImageView& base, const std::vector<Style>& styles, const Settings& settings);

} // namespace style_transfer
