// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/orientation.h"

#include <algorithm>

namespace style_transfer {

Image set_upright(Image image, int orientation) {
    if (orientation <= 1 || orientation > 8)
        return image;
    const bool lying = orientation >= 5;
    const int width = image.size().width;
    const int height = image.size().height;
    // Where the upright picture's rows and columns begin in the stored one.
    const bool from_right =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool from_bottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Image upright =
        Image::create(lying ? Size{height, width} : Size{width, height}, image.channels());
    const int channels = image.channels();
    for (int y = 0; y < upright.size().height; ++y) {
        float* out = upright.row(y);
        for (int x = 0; x < upright.size().width; ++x, out += channels) {
            const int across = lying ? y : x;
            const int down = lying ? x : y;
            const float* in = image.row(from_bottom ? height - 1 - down : down) +
                              std::ptrdiff_t{from_right ? width - 1 - across : across} * channels;
            std::copy_n(in, channels, out);
        }
    }
    return upright;
}

} // namespace style_transfer
