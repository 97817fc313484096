// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/orientation.h"

#include "engine/picture_files/byte_order.h"
#include "engine/picture_files/tiff_directory.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace style_transfer {

int orientation_of(Bytes exif) {
    constexpr std::string_view prefix{"Exif\0\0", 6};
    if (text_is(exif, 0, prefix))
        exif = exif.subspan(prefix.size());
    constexpr std::uint16_t orientation_tag = 0x0112;
    const std::optional<TiffEntry> entry = find_tiff_entry(exif, orientation_tag);
    return entry && entry->value >= 1 && entry->value <= 8 ? int(entry->value) : 1;
}

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
