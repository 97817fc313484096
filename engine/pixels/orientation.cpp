// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/orientation.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace style_transfer {

namespace {

// Reads numbers of either byte order; anything outside the bytes is 0.
struct TiffReader {
    Bytes bytes;
    bool big_endian;

    std::uint32_t number(std::size_t offset, std::size_t length) const {
        if (offset > bytes.size() || length > bytes.size() - offset)
            return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < length; ++i)
            value = value << 8 | std::to_integer<std::uint32_t>(
                                     bytes[offset + (big_endian ? i : length - 1 - i)]);
        return value;
    }
};

} // namespace

int orientation_of(Bytes exif) {
    constexpr std::string_view prefix{"Exif\0\0", 6};
    const auto is = [](char c, std::byte b) { return c == char(b); };
    if (exif.size() > prefix.size() && std::equal(prefix.begin(), prefix.end(), exif.begin(), is))
        exif = exif.subspan(prefix.size());
    if (exif.size() < 8)
        return 1;
    const TiffReader reader{exif, exif[0] == std::byte{'M'}};
    if (reader.number(2, 2) != 42)
        return 1;
    constexpr std::uint32_t orientation_tag = 0x0112;
    constexpr std::size_t entry_length = 12;
    const std::size_t directory = reader.number(4, 4);
    const std::size_t entries = reader.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * entry_length;
        if (reader.number(entry, 2) != orientation_tag)
            continue;
        const std::uint32_t value = reader.number(entry + 8, 2);
        return value >= 1 && value <= 8 ? int(value) : 1;
    }
    return 1;
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
