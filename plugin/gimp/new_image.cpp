// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/pixels/buffer.h"
#include "plugin/gimp/gimp_host.h"
#include "plugin/gimp/items.h"

namespace style_transfer {

void GimpHost::open_image(const std::string& name, const ImageView& picture) const {
    const auto [width, height] = picture.size;
    const gimp::ImageHandle image = gimp_image_new(width, height, GIMP_RGB);
    try {
        const GimpImageType type = picture.channels == 4 ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
        const gimp::LayerHandle layer = gimp_layer_new(
            image, name.c_str(), width, height, type, 100,
            gimp_image_get_default_new_layer_mode(image));
        if (layer == gimp::none)
            throw Error(ErrorCode::internal, _("GIMP could not make the new image") + reason());
        // The numbers are those of the target; a gray profile is none for colours.
        if (const ProfilePointer profile = effective_profile(image_);
            profile && gimp::base_type(image_) != GIMP_GRAY)
            gimp_image_set_color_profile(image, profile.get());
        {
            const BufferPointer pixels(gimp::pixels(gimp::drawable(layer)));
            write_buffer(picture, pixels.get());
        }
        gimp_image_insert_layer(image, layer, gimp::none, 0);
    } catch (...) {
        gimp_image_delete(image);
        throw;
    }
    gimp_display_new(image);
    gimp_displays_flush();
}

} // namespace style_transfer
