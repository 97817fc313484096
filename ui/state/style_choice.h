// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/settings.h"
#include "ui/state/open_picture.h"
#include "ui/state/style_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

// What is chosen in the dialog. No toolkit.
struct StyleChoice {
    Settings settings;
    std::vector<ListedStyle> styles; // none: nothing is chosen yet
    // Whether brightness, colour, sharpness and opacity are to stay beside the pixels of the layer,
    // see engine/pixels/live_filters.h.
    bool live_filters = false;

    StyleChoice() = default;
    StyleChoice(Settings chosen, std::vector<ListedStyle> list)
        : settings(std::move(chosen)), styles(std::move(list)) {}
    // One style for all of the picture: a file, or an image that is open.
    StyleChoice(Settings chosen, std::string file, OpenPicture open = {})
        : settings(std::move(chosen)) {
        ListedStyle style{std::move(file), 1, {}, std::move(open)};
        if (style.has_picture())
            styles.push_back(std::move(style));
    }

    bool has_styles() const {
        return !styles.empty() && std::ranges::all_of(styles, &ListedStyle::has_picture);
    }
};

// What people call its picture: the name of the file without its folders, or of the image, UTF-8
// unless the file's is not; empty: there is none.
std::string picture_name(const ListedStyle& style);

} // namespace style_transfer
