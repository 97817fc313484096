// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp_api.h"

#include <gegl.h>

#include <memory>

namespace style_transfer {

// GIMP 2.10 hands out the numbers as they are, under a format that takes them for sRGB's.
GeglBuffer* gimp::pixels(gimp::DrawableHandle drawable) {
    GeglBuffer* buffer = gimp_drawable_get_buffer(drawable);
    const std::unique_ptr<GimpColorProfile, decltype(&g_object_unref)> profile(
        gimp_image_get_effective_color_profile(gimp_item_get_image(drawable)), &g_object_unref);
    const Babl* format = gegl_buffer_get_format(buffer);
    if (!profile || gimp_drawable_is_indexed(drawable))
        return buffer;
    // None for a profile of another kind than RGB and gray by matrix and curves.
    if (const Babl* with_space = gimp_color_profile_get_format(
            profile.get(), format, GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC, nullptr))
        gegl_buffer_set_format(buffer, with_space);
    return buffer;
}

} // namespace style_transfer
