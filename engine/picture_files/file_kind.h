// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>

namespace style_transfer {

using Bytes = std::span<const std::byte>;

enum class FileKind { png, jpeg, tiff, webp, exr, ppm };

// "PNG", as in sentences; and all of them: "PNG, JPEG, …".
const char* name_of(FileKind kind);
const char* all_kinds();

// GEGL's operations; nullptr where a decoder of its own is used: png_codec.h, jpeg_codec.h,
// ppm_decoder.h.
const char* loader_of(FileKind kind);
const char* saver_of(FileKind kind);

// What the content is, told by its first bytes; the file's name does not matter.
std::optional<FileKind> kind_of_content(Bytes content);

// What a file of this name is to be written as, and the suffixes that are known: ".png, .jpg, …".
std::optional<FileKind> kind_of_name(const std::filesystem::path& file);
const char* all_suffixes();

} // namespace style_transfer
