// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/tiff_directory.h"

namespace style_transfer {

namespace {

// Reads numbers of either byte order; anything outside the bytes is 0.
struct Reader {
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

std::optional<TiffEntry> find_tiff_entry(Bytes tiff, std::uint16_t tag) {
    if (tiff.size() < 8)
        return {};
    const Reader reader{tiff, tiff[0] == std::byte{'M'}};
    if (reader.number(2, 2) != 42)
        return {};
    constexpr std::size_t entry_length = 12;
    constexpr std::uint32_t short_type = 3; // 16 bits
    const std::size_t directory = reader.number(4, 4);
    const std::size_t entries = reader.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + i * entry_length;
        if (reader.number(at, 2) != tag)
            continue;
        TiffEntry entry;
        entry.value = reader.number(at + 8, reader.number(at + 2, 2) == short_type ? 2 : 4);
        const std::size_t length = reader.number(at + 4, 4);
        const std::size_t offset = length <= 4 ? at + 8 : reader.number(at + 8, 4);
        if (offset <= tiff.size() && length <= tiff.size() - offset)
            entry.data = tiff.subspan(offset, length);
        return entry;
    }
    return {};
}

} // namespace style_transfer
