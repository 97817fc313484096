// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/structure.h"

#include "engine/picture_files/byte_order.h"
#include "engine/picture_files/profile.h"
#include "engine/picture_files/tiff_directory.h"

#include <cstdint>
#include <optional>

namespace style_transfer {

namespace {

const char* const cut_short = "the file is cut short";

FileStructure examine_webp(Bytes content) {
    FileStructure structure;
    constexpr std::size_t header = 12;
    const std::size_t end = std::size_t{little_endian_32(content, 4)} + 8;
    if (end < header || end > content.size()) {
        structure.problem = cut_short;
        return structure;
    }
    for (std::size_t offset = header; end - offset >= 8;) {
        const std::size_t length = little_endian_32(content, offset + 4);
        if (length > end - offset - 8) {
            structure.problem = cut_short;
            return structure;
        }
        if (text_is(content, offset, "EXIF"))
            structure.exif = content.subspan(offset + 8, length);
        if (text_is(content, offset, "ICCP"))
            structure.profile = content.subspan(offset + 8, length);
        if (text_is(content, offset, "ANIM")) {
            structure.problem = "animated WebP pictures are not supported; save one of its frames "
                                "as a picture of its own";
            return structure;
        }
        // Chunks begin at even offsets; the last one's padding may be missing.
        offset += 8 + length;
        if (length % 2 == 1 && offset < end)
            ++offset;
    }
    return structure;
}

FileStructure examine_tiff(Bytes content) {
    FileStructure structure;
    structure.exif = content; // the tag of the orientation stands in the picture's own directory
    constexpr std::uint16_t profile_tag = 34675;
    const std::optional<TiffEntry> profile = find_tiff_entry(content, profile_tag);
    if (profile && !is_sound_profile(profile->data))
        structure.problem = "its colour profile is damaged";
    return structure;
}

} // namespace

FileStructure examine_structure(FileKind kind, Bytes content) {
    switch (kind) {
    case FileKind::webp:
        return examine_webp(content);
    case FileKind::tiff:
        return examine_tiff(content);
    default:
        return {};
    }
}

} // namespace style_transfer
