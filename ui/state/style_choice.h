// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/settings.h"
#include "ui/state/open_picture.h"
#include "ui/state/style_list.h"

#include <string>
#include <vector>

namespace style_transfer {

// What is chosen in the dialog. No toolkit.
struct StyleChoice {
    Settings settings;
    std::string style_file; // absolute path in the file system's encoding; empty: none
    // The style instead of the file, which then holds the same picture or is empty.
    OpenPicture open_picture{};
    // Instead of both: several styles, or one with a region. The dialog has one style without.
    std::vector<ListedStyle> styles{};

    bool has_style() const { return !style_file.empty() || open_picture.id != 0; }
};

} // namespace style_transfer
