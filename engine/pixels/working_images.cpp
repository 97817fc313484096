// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/working_images.h"

#include "engine/pixels/pixels.h"

#include <algorithm>

namespace style_transfer {

Size working_base_size(Size original, int size) {
    return scaled_to_longer_side(original, size);
}

Size working_style_size(Size original, int size) {
    return scaled_to_longer_side(original, std::min(size, original.longer_side()));
}

WorkingImages make_working_images(const ImageView& base, const ImageView& style, int size) {
    return {
        resample(base, working_base_size(base.size, size)),
        resample(style, working_style_size(style.size, size))};
}

} // namespace style_transfer
