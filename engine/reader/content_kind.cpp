// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/content_kind.h"

#include "engine/reader/byte_order.h"

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
    if (text_is(content, 0, "\x76\x2f\x31\x01"))
        return ContentKind::exr;
    if (is_portable_pixmap(content))
        return ContentKind::ppm;
    return {};
}

} // namespace style_transfer
