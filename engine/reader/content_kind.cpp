// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/content_kind.h"

#include "engine/reader/byte_order.h"

#include <algorithm>
#include <string_view>

namespace style_transfer {

using namespace std::string_view_literals;

namespace {

// P1 and P4, black and white, are left out.
bool is_portable_pixmap(Bytes content) {
    if (content.size() < 3)
        return false;
    const auto space = byte_at(content, 2);
    const bool separated = space == ' ' || space == '\t' || space == '\n' || space == '\r';
    return separated && (text_is(content, 0, "P2") || text_is(content, 0, "P3") ||
                         text_is(content, 0, "P5") || text_is(content, 0, "P6"));
}

// "ftyp", then the names of those who can read it, behind the first one a version: HEIC, AVIF, and
// the structure of both.
bool is_heif(Bytes content) {
    if (!text_is(content, 4, "ftyp"))
        return false;
    const std::size_t length =
        std::size_t{big_endian_16(content, 0)} << 16 | big_endian_16(content, 2);
    const std::size_t end = std::min(length, content.size());
    for (std::size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
        for (const char* brand :
             {"mif1", "msf1", "heic", "heix", "heim", "heis", "hevc", "hevx", "avif", "avis"})
            if (text_is(content, at, brand))
                return true;
    return false;
}

} // namespace

std::optional<ContentKind> kind_of_content(Bytes content) {
    if (text_is(content, 0, "\x89PNG\r\n\x1a\n"))
        return ContentKind::png;
    if (text_is(content, 0, "\xff\xd8\xff"))
        return ContentKind::jpeg;
    if (text_is(content, 0, "II*\0"sv) || text_is(content, 0, "MM\0*"sv) ||
        text_is(content, 0, "II+\0"sv) || text_is(content, 0, "MM\0+"sv))
        return ContentKind::tiff;
    if (text_is(content, 0, "RIFF") && text_is(content, 8, "WEBP"))
        return ContentKind::webp;
    if (text_is(content, 0, "GIF87a") || text_is(content, 0, "GIF89a"))
        return ContentKind::gif;
    if (is_heif(content))
        return ContentKind::heif;
    if (text_is(content, 0, "\x76\x2f\x31\x01"))
        return ContentKind::exr;
    if (is_portable_pixmap(content))
        return ContentKind::ppm;
    return {};
}

} // namespace style_transfer
