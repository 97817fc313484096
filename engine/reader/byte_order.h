// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in files. The caller has checked that the bytes are there.
#pragma once

#include "engine/reader/content_kind.h"

#include <cstdint>
#include <string_view>

namespace style_transfer {

inline std::uint32_t byte_at(Bytes content, std::size_t offset) {
    return std::to_integer<std::uint32_t>(content[offset]);
}

inline std::uint32_t big_endian_16(Bytes content, std::size_t offset) {
    return byte_at(content, offset) << 8 | byte_at(content, offset + 1);
}

// Whether the bytes from `offset` on are those of `text`, which may end beyond the content.
inline bool text_is(Bytes content, std::size_t offset, std::string_view text) {
    if (offset > content.size() || text.size() > content.size() - offset)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (byte_at(content, offset + i) != static_cast<unsigned char>(text[i]))
            return false;
    return true;
}

} // namespace style_transfer
