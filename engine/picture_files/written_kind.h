// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace style_transfer {

enum class WrittenKind { png, jpeg, tiff, webp, exr, ppm };

// "PNG", as in sentences.
const char* name_of(WrittenKind kind);

// GEGL's operation; nullptr where an encoder of its own is used: png_encoder.h, jpeg_encoder.h.
const char* saver_of(WrittenKind kind);

// The longest side that the format can hold, in pixels.
int longest_side_of(WrittenKind kind);

// What a file of this name is to be written as, and the suffixes that are known: ".png, .jpg, …".
std::optional<WrittenKind> kind_of_name(const std::filesystem::path& file);
const char* all_suffixes();

} // namespace style_transfer
