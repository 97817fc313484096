// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/file_kind.h"

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
    Row{FileKind::png, "PNG", "gegl:png-load", "gegl:png-save"},
    Row{FileKind::jpeg, "JPEG", nullptr, nullptr},
    Row{FileKind::tiff, "TIFF", "gegl:tiff-load", "gegl:tiff-save"},
    Row{FileKind::webp, "WebP", "gegl:webp-load", "gegl:webp-save"},
    Row{FileKind::exr, "OpenEXR", "gegl:exr-load", "gegl:exr-save"},
    Row{FileKind::ppm, "PPM", "gegl:ppm-load", "gegl:ppm-save"},
};

const Row& row_of(FileKind kind) {
    return rows[static_cast<std::size_t>(kind)];
}

bool starts_with(Bytes content, std::string_view magic, std::size_t offset = 0) {
    return content.size() >= offset + magic.size() &&
           std::equal(
               magic.begin(), magic.end(), content.begin() + offset, [](char c, std::byte b) {
                   return static_cast<unsigned char>(c) == std::to_integer<unsigned char>(b);
               });
}

// P1 and P4, black and white, are not read by GEGL.
bool is_portable_pixmap(Bytes content) {
    if (content.size() < 3)
        return false;
    const auto space = std::to_integer<unsigned char>(content[2]);
    const bool separated = space == ' ' || space == '\t' || space == '\n' || space == '\r';
    return separated && (starts_with(content, "P2") || starts_with(content, "P3") ||
                         starts_with(content, "P5") || starts_with(content, "P6"));
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
    if (starts_with(content, "\x89PNG\r\n\x1a\n"))
        return FileKind::png;
    if (starts_with(content, "\xff\xd8\xff"))
        return FileKind::jpeg;
    if (starts_with(content, "II*\0"sv) || starts_with(content, "MM\0*"sv) ||
        starts_with(content, "II+\0"sv) || starts_with(content, "MM\0+"sv))
        return FileKind::tiff;
    if (starts_with(content, "RIFF") && starts_with(content, "WEBP", 8))
        return FileKind::webp;
    if (starts_with(content, "\x76\x2f\x31\x01"))
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
