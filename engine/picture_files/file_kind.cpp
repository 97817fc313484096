// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/file_kind.h"

#include "engine/picture_files/byte_order.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace style_transfer {

using namespace std::string_view_literals;

namespace {

struct Row {
    FileKind kind;
    const char* name;
    const char* loader;
    const char* saver;
};

// In the order of FileKind.
constexpr std::array rows{
    Row{FileKind::png, "PNG", nullptr, nullptr},
    Row{FileKind::jpeg, "JPEG", nullptr, nullptr},
    Row{FileKind::tiff, "TIFF", "gegl:tiff-load", "gegl:tiff-save"},
    Row{FileKind::webp, "WebP", "gegl:webp-load", "gegl:webp-save"},
    Row{FileKind::exr, "OpenEXR", "gegl:exr-load", "gegl:exr-save"},
    Row{FileKind::ppm, "PPM", nullptr, "gegl:ppm-save"},
};

const Row& row_of(FileKind kind) {
    return rows[static_cast<std::size_t>(kind)];
}

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

const char* name_of(FileKind kind) {
    return row_of(kind).name;
}

const char* all_kinds() {
    return "PNG, JPEG, TIFF, WebP, OpenEXR, PPM";
}

const char* loader_of(FileKind kind) {
    return row_of(kind).loader;
}

const char* saver_of(FileKind kind) {
    return row_of(kind).saver;
}

std::optional<FileKind> kind_of_content(Bytes content) {
    if (text_is(content, 0, "\x89PNG\r\n\x1a\n"))
        return FileKind::png;
    if (text_is(content, 0, "\xff\xd8\xff"))
        return FileKind::jpeg;
    if (text_is(content, 0, "II*\0"sv) || text_is(content, 0, "MM\0*"sv) ||
        text_is(content, 0, "II+\0"sv) || text_is(content, 0, "MM\0+"sv))
        return FileKind::tiff;
    if (text_is(content, 0, "RIFF") && text_is(content, 8, "WEBP"))
        return FileKind::webp;
    if (text_is(content, 0, "\x76\x2f\x31\x01"))
        return FileKind::exr;
    if (is_portable_pixmap(content))
        return FileKind::ppm;
    return {};
}

std::optional<FileKind> kind_of_name(const std::filesystem::path& file) {
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    });
    static constexpr std::pair<std::string_view, FileKind> suffixes[] = {
        {".png", FileKind::png},  {".jpg", FileKind::jpeg},  {".jpeg", FileKind::jpeg},
        {".tif", FileKind::tiff}, {".tiff", FileKind::tiff}, {".webp", FileKind::webp},
        {".exr", FileKind::exr},  {".ppm", FileKind::ppm},
    };
    for (const auto& [known, kind] : suffixes)
        if (suffix == known)
            return kind;
    return {};
}

const char* all_suffixes() {
    return ".png, .jpg, .jpeg, .tif, .tiff, .webp, .exr, .ppm";
}

} // namespace style_transfer
