// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/working_images.h"

#include "engine/pixels/resample.h"

namespace style_transfer {

Size working_base_size(Size original, int size) {
    return scaled_to_longer_side(original, size);
}

WorkingImages
make_working_images(const ImageView& base, const ImageView& style, const Settings& settings) {
    const int side = working_size(settings, base.size.longer_side());
    const int style_side = working_style_size(settings, side, style.size.longer_side());
    return {
        resample(base, working_base_size(base.size, side)),
        resample(style, scaled_to_longer_side(style.size, style_side))};
}

} // namespace style_transfer
