// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of the items of a document, in our types.
#pragma once

#include "engine/base/image.h"

#include "gimp_api.h"

#include <string>

namespace style_transfer {

// Takes over a string of GLib.
inline std::string taken(gchar* text) {
    std::string copy = text ? text : "";
    g_free(text);
    return copy;
}

inline std::string name_of(gimp::DrawableHandle drawable) {
    return taken(gimp_item_get_name(gimp::item(drawable)));
}

// In pixels of the image.
inline Area place_of(gimp::DrawableHandle drawable) {
    Area place{0, 0, {gimp::width(drawable), gimp::height(drawable)}};
    gimp::offsets(drawable, place.x, place.y);
    return place;
}

} // namespace style_transfer
