// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/written_kind.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace style_transfer {

namespace {

struct Row {
    WrittenKind kind;
    const char* name;
    const char* saver;
    int longest_side;
};

constexpr int any = 65536; // that an Image can have

// In the order of WrittenKind.
constexpr std::array rows{
    Row{WrittenKind::png, "PNG", nullptr, any},
    Row{WrittenKind::jpeg, "JPEG", nullptr, 65500}, // JPEG_MAX_DIMENSION of libjpeg
    Row{WrittenKind::tiff, "TIFF", "gegl:tiff-save", any},
    Row{WrittenKind::webp, "WebP", "gegl:webp-save", 16383}, // 14 bits
    Row{WrittenKind::exr, "OpenEXR", "gegl:exr-save", any},
    Row{WrittenKind::ppm, "PPM", "gegl:ppm-save", any},
};

const Row& row_of(WrittenKind kind) {
    return rows[static_cast<std::size_t>(kind)];
}

} // namespace

const char* name_of(WrittenKind kind) {
    return row_of(kind).name;
}

const char* saver_of(WrittenKind kind) {
    return row_of(kind).saver;
}

int longest_side_of(WrittenKind kind) {
    return row_of(kind).longest_side;
}

std::optional<WrittenKind> kind_of_name(const std::filesystem::path& file) {
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    });
    static constexpr std::pair<std::string_view, WrittenKind> suffixes[] = {
        {".png", WrittenKind::png},  {".jpg", WrittenKind::jpeg},  {".jpeg", WrittenKind::jpeg},
        {".tif", WrittenKind::tiff}, {".tiff", WrittenKind::tiff}, {".webp", WrittenKind::webp},
        {".exr", WrittenKind::exr},  {".ppm", WrittenKind::ppm},
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
