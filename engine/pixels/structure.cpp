// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/structure.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace style_transfer {

namespace {

const char* const cut_short = "the file is cut short";

unsigned byte_at(Bytes content, std::size_t offset) {
    return std::to_integer<unsigned>(content[offset]);
}

std::uint32_t big_endian_32(Bytes content, std::size_t offset) {
    return byte_at(content, offset) << 24 | byte_at(content, offset + 1) << 16 |
           byte_at(content, offset + 2) << 8 | byte_at(content, offset + 3);
}

std::uint32_t little_endian_32(Bytes content, std::size_t offset) {
    return byte_at(content, offset + 3) << 24 | byte_at(content, offset + 2) << 16 |
           byte_at(content, offset + 1) << 8 | byte_at(content, offset);
}

bool name_is(Bytes content, std::size_t offset, std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i)
        if (byte_at(content, offset + i) != static_cast<unsigned char>(name[i]))
            return false;
    return true;
}

// The checksum of PNG's chunks (ISO 3309).
std::uint32_t checksum(Bytes content) {
    static const std::array<std::uint32_t, 256> table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t i = 0; i < entries.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = value & 1U ? 0xedb88320U ^ (value >> 1) : value >> 1;
            entries[i] = value;
        }
        return entries;
    }();
    std::uint32_t sum = 0xffffffffU;
    for (std::byte b : content)
        sum = table[(sum ^ std::to_integer<std::uint32_t>(b)) & 0xffU] ^ (sum >> 8);
    return ~sum;
}

FileStructure examine_png(Bytes content) {
    FileStructure structure;
    constexpr std::size_t signature = 8;
    constexpr std::size_t frame = 12; // length, name and checksum around a chunk's data
    std::size_t offset = signature;
    while (content.size() - offset >= frame) {
        const std::size_t length = big_endian_32(content, offset);
        if (length > content.size() - offset - frame)
            break;
        if (checksum(content.subspan(offset + 4, length + 4)) !=
            big_endian_32(content, offset + 8 + length)) {
            structure.problem = "the file is damaged: a checksum does not match";
            return structure;
        }
        if (name_is(content, offset + 4, "eXIf"))
            structure.exif = content.subspan(offset + 8, length);
        if (name_is(content, offset + 4, "IEND"))
            return structure;
        offset += frame + length;
    }
    structure.problem = cut_short;
    return structure;
}

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
        if (name_is(content, offset, "EXIF"))
            structure.exif = content.subspan(offset + 8, length);
        if (name_is(content, offset, "ICCP"))
            structure.profile = content.subspan(offset + 8, length);
        if (name_is(content, offset, "ANIM")) {
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

bool is_space(unsigned c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Takes the next number of a PPM file; comments reach from # to the end of the line.
std::optional<std::uint64_t> take_number(Bytes content, std::size_t& offset) {
    bool comment = false;
    for (; offset < content.size(); ++offset) {
        const unsigned c = byte_at(content, offset);
        if (c == '#')
            comment = true;
        else if (c == '\n')
            comment = false;
        else if (!comment && !is_space(c))
            break;
    }
    std::optional<std::uint64_t> number;
    for (; offset < content.size(); ++offset) {
        const unsigned c = byte_at(content, offset);
        if (c < '0' || c > '9')
            break;
        number = number.value_or(0) * 10 + (c - '0');
        if (*number > 1000000)
            return {};
    }
    return number;
}

FileStructure examine_ppm(Bytes content) {
    FileStructure structure;
    const unsigned variant = byte_at(content, 1) - '0';
    std::size_t offset = 2;
    const auto width = take_number(content, offset);
    const auto height = take_number(content, offset);
    const auto maximum = take_number(content, offset);
    if (!width || !height || !maximum || *maximum == 0 || *maximum > 65535) {
        structure.problem = "its header does not hold width, height and largest value";
        return structure;
    }
    const std::uint64_t samples = *width * *height * (variant == 3 || variant == 6 ? 3 : 1);
    if (variant >= 5) {
        const std::uint64_t needed = 1 + samples * (*maximum > 255 ? 2 : 1);
        if (content.size() - offset < needed)
            structure.problem = cut_short;
        return structure;
    }
    for (std::uint64_t i = 0; i < samples && structure.problem.empty(); ++i)
        if (!take_number(content, offset))
            structure.problem = cut_short;
    return structure;
}

} // namespace

FileStructure examine_structure(FileKind kind, Bytes content) {
    switch (kind) {
    case FileKind::png:
        return examine_png(content);
    case FileKind::webp:
        return examine_webp(content);
    case FileKind::ppm:
        return examine_ppm(content);
    case FileKind::tiff:
        return {{}, content, {}}; // the tag stands in the picture's own directory
    case FileKind::jpeg:
    case FileKind::exr:
        break;
    }
    return {};
}

} // namespace style_transfer
