// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/working_images.h"

#include "engine/pixels/resample.h"

namespace style_transfer {

Size working_base_size(Size original, int size) {
    return scaled_to_longer_side(original, size);
}

WorkingImages make_working_images(
    const ImageView& base, const std::vector<Style>& styles, const Settings& settings) {
    const int side = working_size(settings, base.size.longer_side());
    WorkingImages images{resample(base, working_base_size(base.size, side)), {}};
    for (const Style& style : styles) {
        const Size size = style.picture.size();
        const int style_side = working_style_size(settings, side, size.longer_side());
        images.styles.push_back(
            {resample(style.picture.view(), scaled_to_longer_side(size, style_side)), style.weight,
             style.region.empty() ? Image() : resample(style.region.view(), images.base.size())});
    }
    return images;
}

} // namespace style_transfer
