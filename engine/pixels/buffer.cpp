// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/buffer.h"

#include "engine/base/error.h"

#include <gegl.h>

#include <string>

namespace style_transfer {

namespace {

// Gamma-encoded float in the space of `buffer`. Naming the space is what keeps babl from converting
// between profiles: the format without one means sRGB.
const Babl* working_format(GeglBuffer* buffer, bool alpha) {
    return babl_format_with_space(
        alpha ? "R'G'B'A float" : "R'G'B' float", gegl_buffer_get_format(buffer));
}

} // namespace

Image read_buffer(GeglBuffer* buffer) {
    const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
    const bool alpha = babl_format_has_alpha(gegl_buffer_get_format(buffer)) != 0;
    Image image = Image::create({extent.width, extent.height}, alpha ? 4 : 3);
    gegl_buffer_get(
        buffer, &extent, 1.0, working_format(buffer, alpha), image.row(0), GEGL_AUTO_ROWSTRIDE,
        GEGL_ABYSS_NONE);
    make_sound(image);
    return image;
}

void write_buffer(const ImageView& image, GeglBuffer* buffer) {
    const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
    if (image.size != Size{extent.width, extent.height})
        throw Error(
            ErrorCode::internal,
            "A picture of " + std::to_string(image.size.width) + "×" +
                std::to_string(image.size.height) + " pixels cannot be written to a layer of " +
                std::to_string(extent.width) + "×" + std::to_string(extent.height) + ".");
    gegl_buffer_set(
        buffer, &extent, 0, working_format(buffer, image.channels == 4), image.pixels,
        int(image.row_stride * std::ptrdiff_t{sizeof(float)}));
}

} // namespace style_transfer
