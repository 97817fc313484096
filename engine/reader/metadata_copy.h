// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/answer_writer.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace style_transfer {

// `files` holds a stranger's file and behind it a picture of ours; `job` says how long the former
// is, and width and height of the latter. Hands over a byte that is 1 when the picture can hold all
// of the file's EXIF data, else 0, and the picture with the metadata, see picture_files/metadata.h;
// no picture where there is nothing to copy. Throws what Exiv2 throws.
void copy_metadata(
    std::span<const std::byte> files, const std::vector<std::string>& job, AnswerWriter& answer);

} // namespace style_transfer
