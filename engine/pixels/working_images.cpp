// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/working_images.h"

#include "engine/pixels/resample.h"

namespace style_transfer {

Size working_base_size(Size original, int size) {
    return scaled_to_longer_side(original, size);
}

WorkingSizes working_sizes(Size base, const std::vector<Style>& styles, const Settings& settings) {
    const int side = working_size(settings, base.longer_side());
    WorkingSizes sizes{working_base_size(base, side), {}};
    for (const Style& style : styles) {
        const Size size = style.picture.size();
        sizes.styles.push_back(
            scaled_to_longer_side(size, working_style_size(settings, side, size.longer_side())));
    }
    return sizes;
}

WorkingImages make_working_images(
    const ImageView& base, const std::vector<Style>& styles, const Settings& settings) {
    const WorkingSizes sizes = working_sizes(base.size, styles, settings);
    WorkingImages images{resample(base, sizes.base), {}};
    for (std::size_t i = 0; i < styles.size(); ++i)
        images.styles.push_back(
            {resample(styles[i].picture.view(), sizes.styles[i]), styles[i].weight,
             styles[i].region.empty() ? Image() : resample(styles[i].region.view(), sizes.base)});
    return images;
}

} // namespace style_transfer
