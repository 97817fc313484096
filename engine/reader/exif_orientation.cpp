// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/exif_orientation.h"

#include "engine/reader/byte_order.h"

namespace style_transfer {

namespace {

// Reads numbers of either byte order; anything outside the bytes is 0.
struct Numbers {
    Bytes bytes;
    bool big_endian;

    std::uint32_t at(std::size_t offset, std::size_t length) const {
        if (offset > bytes.size() || length > bytes.size() - offset)
            return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < length; ++i)
            value = value << 8 | byte_at(bytes, offset + (big_endian ? i : length - 1 - i));
        return value;
    }
};

} // namespace

std::uint32_t orientation_of(Bytes exif) {
    constexpr std::string_view prefix{"Exif\0\0", 6};
    if (text_is(exif, 0, prefix))
        exif = exif.subspan(prefix.size());
    const Numbers numbers{exif, text_is(exif, 0, "M")};
    if (numbers.at(2, 2) != 42)
        return 1;
    constexpr std::size_t entry_length = 12;
    constexpr std::uint32_t orientation_tag = 0x0112;
    const std::size_t directory = numbers.at(4, 4);
    const std::size_t entries = numbers.at(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * entry_length;
        if (numbers.at(entry, 2) != orientation_tag)
            continue;
        const std::uint32_t value = numbers.at(entry + 8, 2);
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

} // namespace style_transfer
