// SPDX-License-Identifier: GPL-3.0-or-later
// What a layer or group shows with the effects that GIMP 3 keeps beside its pixels.
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "plugin/gimp/items.h"
#include "plugin/host.h"

#include <gegl.h>

#include <memory>

namespace style_transfer {

namespace {

bool has_effects(GimpDrawable* drawable) {
    GimpDrawableFilter** filters = gimp_drawable_get_filters(drawable);
    const int count = gimp_core_object_array_get_length(reinterpret_cast<GObject**>(filters));
    g_free(filters);
    return count > 0;
}

struct ImageDelete {
    void operator()(GimpImage* image) const { gimp_image_delete(image); }
};
using ImagePointer = std::unique_ptr<GimpImage, ImageDelete>;

void require(bool done, GimpDrawable* drawable) {
    if (!done)
        throw Error(
            ErrorCode::internal,
            formatted(_("GIMP could not show \"%s\" with its effects"), name_of(drawable).c_str()) +
                reason());
}

// An image that nobody sees, which takes the numbers of the other one as they are.
ImagePointer image_like(GimpImage* image, GimpDrawable* drawable) {
    // Where effects are confined to a selection they are so in pixels of the image.
    ImagePointer like(gimp_image_new_with_precision(
        gimp_image_get_width(image), gimp_image_get_height(image), gimp_image_get_base_type(image),
        gimp_image_get_precision(image)));
    require(like != nullptr, drawable);
    gimp_image_undo_disable(like.get());
    if (GimpColorProfile* profile = gimp_image_get_color_profile(image)) {
        const ProfilePointer owner(profile, &g_object_unref);
        require(gimp_image_set_color_profile(like.get(), profile), drawable);
    }
    return like;
}

// Of the whole layer, and nothing but its picture.
void show_alone(GimpLayer* layer, GimpImage* image, const Area& place) {
    auto* const drawable = GIMP_DRAWABLE(layer);
    require(gimp_image_insert_layer(image, layer, nullptr, 0), drawable);
    // Not gimp_layer_set_offsets(), which a locked layer of a group forbids.
    require(
        gimp_image_resize(image, place.size.width, place.size.height, -place.x, -place.y),
        drawable);
    require(gimp_item_set_visible(GIMP_ITEM(layer), TRUE), drawable);
    require(gimp_layer_set_opacity(layer, 100), drawable);
    require(gimp_layer_set_mode(layer, GIMP_LAYER_MODE_NORMAL), drawable);
    if (gimp_layer_get_mask(layer))
        require(gimp_layer_set_apply_mask(layer, FALSE), drawable);
}

} // namespace

// Merging the effects would leave undo steps in the document, also with a copy of the layer that is
// not part of it, and a group does not take it.
GeglBuffer* gimp::shown_picture(gimp::DrawableHandle drawable) {
    if (!has_effects(drawable))
        return gimp_drawable_get_buffer(drawable);
    const ImagePointer image = image_like(gimp_item_get_image(GIMP_ITEM(drawable)), drawable);
    GimpLayer* copy = gimp_layer_new_from_drawable(drawable, image.get());
    require(copy != nullptr, drawable);
    const Area place = place_of(drawable);
    show_alone(copy, image.get(), place);
    GimpLayer* flat = gimp_layer_new_from_visible(image.get(), image.get(), "shown");
    require(flat != nullptr, drawable);
    const BufferPointer pixels(gimp_drawable_get_buffer(GIMP_DRAWABLE(flat)));
    require(pixels != nullptr, drawable);
    // What is visible has alpha, also where the layer has none.
    const GeglRectangle extent{0, 0, place.size.width, place.size.height};
    GeglBuffer* shown = gegl_buffer_new(&extent, gimp_drawable_get_format(drawable));
    gegl_buffer_copy(pixels.get(), &extent, GEGL_ABYSS_NONE, shown, &extent);
    return shown;
}

} // namespace style_transfer
