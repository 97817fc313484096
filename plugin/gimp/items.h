// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of GIMP, its images and their items, in our types.
#pragma once

#include "engine/base/image.h"

#include "gimp_api.h"

#include <memory>
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

// What GIMP said last, as the end of a sentence.
inline std::string reason() {
    std::string text = gimp::last_error();
    while (!text.empty() && (text.back() == '.' || text.back() == '\n'))
        text.pop_back();
    return text.empty() ? "." : ": " + text + ".";
}

using ProfilePointer = std::unique_ptr<GimpColorProfile, decltype(&g_object_unref)>;

// That it has, or else what GIMP takes it for.
inline ProfilePointer effective_profile(gimp::ImageHandle image) {
    return {gimp_image_get_effective_color_profile(image), &g_object_unref};
}

} // namespace style_transfer
