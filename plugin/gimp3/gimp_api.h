// SPDX-License-Identifier: GPL-3.0-or-later
// GIMP 3 under the names that plugin/gimp/ uses: only what GIMP 2.10 calls or types otherwise.
#pragma once

#include "engine/pixels/live_filters.h"

#include <libgimp/gimp.h>

#include <string>
#include <vector>

namespace style_transfer::gimp {

// All owned by libgimp.
using ImageHandle = GimpImage*;
using ItemHandle = GimpItem*;
using DrawableHandle = GimpDrawable*;
using LayerHandle = GimpLayer*;
// Gamma-encoded; what has fewer is below.
inline constexpr GimpPrecision bits_16 = GIMP_PRECISION_U16_NON_LINEAR;
inline constexpr std::nullptr_t none = nullptr;

inline ItemHandle item(gpointer drawable) {
    return GIMP_ITEM(drawable);
}
inline DrawableHandle drawable(LayerHandle layer) {
    return GIMP_DRAWABLE(layer);
}
inline LayerHandle parent_layer(DrawableHandle drawable) {
    GimpItem* parent = gimp_item_get_parent(GIMP_ITEM(drawable));
    return parent ? GIMP_LAYER(parent) : nullptr;
}
inline LayerHandle layer(DrawableHandle drawable) {
    return GIMP_LAYER(drawable);
}
// Takes over a list that ends with nullptr; its items stay libgimp's.
template <typename Item>
std::vector<DrawableHandle> taken_list(Item** list) {
    std::vector<DrawableHandle> items;
    for (Item** item = list; item && *item; ++item)
        items.push_back(GIMP_DRAWABLE(*item));
    g_free(list);
    return items;
}
// Of the image, not of its groups; and of a group. The topmost first.
inline std::vector<DrawableHandle> layers(ImageHandle image) {
    return taken_list(gimp_image_get_layers(image));
}
inline std::vector<DrawableHandle> layers_in(DrawableHandle group) {
    return taken_list(gimp_item_get_children(GIMP_ITEM(group)));
}
// The layers of the group that `layer` is in.
inline std::vector<DrawableHandle> layers_beside(ImageHandle image, DrawableHandle layer) {
    GimpItem* parent = gimp_item_get_parent(GIMP_ITEM(layer));
    return parent ? layers_in(GIMP_DRAWABLE(parent)) : layers(image);
}
inline std::vector<DrawableHandle> channels(ImageHandle image) {
    return taken_list(gimp_image_get_channels(image));
}
inline std::string parasite_text(const GimpParasite* parasite) {
    guint32 size = 0;
    const auto* text = static_cast<const char*>(gimp_parasite_get_data(parasite, &size));
    return {text, std::size_t(size)};
}
inline GimpImageBaseType base_type(ImageHandle image) {
    return gimp_image_get_base_type(image);
}
inline int width(DrawableHandle drawable) {
    return gimp_drawable_get_width(drawable);
}
inline int height(DrawableHandle drawable) {
    return gimp_drawable_get_height(drawable);
}
inline void offsets(DrawableHandle drawable, int& x, int& y) {
    gimp_drawable_get_offsets(drawable, &x, &y);
}
inline DrawableHandle selection(ImageHandle image) {
    return GIMP_DRAWABLE(gimp_image_get_selection(image));
}
// Of a layer; the format names the space of the image's profile.
inline GeglBuffer* pixels(DrawableHandle drawable) {
    return gimp_drawable_get_buffer(drawable);
}
// With its effects, which GIMP 3 keeps beside its pixels. Throws Error.
GeglBuffer* shown_picture(DrawableHandle drawable);
inline constexpr bool has_live_filters = true;
// As it is, with all of its pixels.
inline bool shows_all(DrawableHandle layer) {
    const GimpLayerMode mode = gimp_layer_get_mode(GIMP_LAYER(layer));
    return gimp_item_get_visible(GIMP_ITEM(layer)) &&
           gimp_layer_get_opacity(GIMP_LAYER(layer)) >= 100 &&
           (mode == GIMP_LAYER_MODE_NORMAL || mode == GIMP_LAYER_MODE_NORMAL_LEGACY) &&
           !gimp_layer_get_apply_mask(GIMP_LAYER(layer));
}
// Above those that the layer has; of that name. Whether GIMP could.
bool add_filter(DrawableHandle layer, const LiveFilter& filter, const std::string& name);
// Per cent, of the numbers and not of their light.
inline void set_opacity(LayerHandle layer, double opacity) {
    gimp_layer_set_opacity(layer, opacity);
    gimp_layer_set_composite_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_NON_LINEAR);
}
// None when there is none.
inline DrawableHandle channel_named(ImageHandle image, const char* name) {
    GimpChannel* channel = gimp_image_get_channel_by_name(image, name);
    return channel ? GIMP_DRAWABLE(channel) : nullptr;
}
inline DrawableHandle layer_named(ImageHandle image, const char* name) {
    GimpLayer* layer = gimp_image_get_layer_by_name(image, name);
    return layer ? GIMP_DRAWABLE(layer) : nullptr;
}
inline DrawableHandle any_mask(DrawableHandle drawable) {
    GimpLayerMask* mask = gimp_layer_get_mask(GIMP_LAYER(drawable));
    return mask ? GIMP_DRAWABLE(mask) : nullptr;
}
// None when the layer has no mask or it is switched off.
inline DrawableHandle applied_mask(DrawableHandle drawable) {
    return gimp_layer_get_apply_mask(GIMP_LAYER(drawable)) ? any_mask(drawable) : nullptr;
}
inline DrawableHandle add_mask(LayerHandle layer) {
    GimpLayerMask* mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);
    return mask && gimp_layer_add_mask(layer, mask) ? GIMP_DRAWABLE(mask) : nullptr;
}
inline ImageHandle open_image(const std::string& file) {
    GFile* handle = g_file_new_for_path(file.c_str());
    GimpImage* image = gimp_file_load(GIMP_RUN_NONINTERACTIVE, handle);
    g_object_unref(handle);
    return image;
}
inline std::vector<ImageHandle> open_images() {
    std::vector<ImageHandle> images;
    GimpImage** list = gimp_get_images();
    for (GimpImage** image = list; image && *image; ++image)
        images.push_back(*image);
    g_free(list);
    return images;
}
inline int id_of(ImageHandle image) {
    return gimp_image_get_id(image);
}
// Absolute path or nullptr; the caller's.
inline gchar* file_of(ImageHandle image) {
    GFile* file = gimp_image_get_file(image);
    gchar* path = file ? g_file_get_path(file) : nullptr;
    g_clear_object(&file);
    return path;
}
// GIMP would show each failed call itself; its sentence is part of ours.
inline void report_errors_ourselves() {
    gimp_plug_in_set_pdb_error_handler(gimp_get_plug_in(), GIMP_PDB_ERROR_HANDLER_PLUGIN);
}
inline const char* last_error() {
    return gimp_pdb_get_last_error(gimp_get_pdb());
}

} // namespace style_transfer::gimp
