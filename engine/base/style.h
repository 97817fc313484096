// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <utility>
#include <vector>

namespace style_transfer {

// A picture to paint after, beside others perhaps.
struct StyleView {
    ImageView picture;
    // Of the styles that share a region, how much of it is painted after this one: 0.7 and 0.3 are
    // 70 % and 30 %, and so are 7 and 3.
    double weight = 1;
    // A mask of the base's size that says what is painted after this style, soft edges included;
    // without pixels: what no other style's region covers. See style_parts.h.
    ImageView region{};
};

struct Style {
    Image picture; // RGB or RGBA, at its own size
    double weight = 1;
    Image region{}; // see StyleView; of the base's own size, or empty

    StyleView view() const {
        return {picture.view(), weight, region.empty() ? ImageView{} : region.view()};
    }
};

// For whoever has just one.
inline std::vector<Style> one_style(Image picture) {
    std::vector<Style> styles;
    styles.push_back({std::move(picture)});
    return styles;
}

} // namespace style_transfer
