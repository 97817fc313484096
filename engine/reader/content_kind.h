// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace style_transfer {

using Bytes = std::span<const std::byte>;

enum class ContentKind { png, jpeg, tiff, webp, gif, heif, exr, ppm };

// What a file is, told by its first bytes; its name does not matter.
std::optional<ContentKind> kind_of_content(Bytes content);

} // namespace style_transfer
