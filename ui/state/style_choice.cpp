// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/style_choice.h"

#include <filesystem>

namespace style_transfer {

std::string picture_name(const ListedStyle& style) {
    return style.open_picture.id != 0 ? style.open_picture.name
                                      : std::filesystem::path(style.file).filename().string();
}

} // namespace style_transfer
