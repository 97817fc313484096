// SPDX-License-Identifier: GPL-3.0-or-later
// GIMP 2.10 under the names that plugin/gimp/ uses: only what GIMP 3 calls or types otherwise.
#pragma once

#include "engine/pixels/live_filters.h"

#include <libgimp/gimp.h>

#include <string>
#include <vector>

namespace style_transfer::gimp {

using ImageHandle = gint32;
using ItemHandle = gint32;
using DrawableHandle = gint32;
using LayerHandle = gint32;
// Gamma-encoded; what has fewer is below.
inline constexpr GimpPrecision bits_16 = GIMP_PRECISION_U16_GAMMA;
inline constexpr gint32 none = -1;

inline ItemHandle item(DrawableHandle drawable) {
    return drawable;
}
inline DrawableHandle drawable(LayerHandle layer) {
    return layer;
}
inline LayerHandle parent_layer(DrawableHandle drawable) {
    return gimp_item_get_parent(drawable);
}
inline LayerHandle layer(DrawableHandle drawable) {
    return drawable;
}
// Takes over a list of ids.
inline std::vector<DrawableHandle> taken_list(gint* ids, gint count) {
    const std::vector<DrawableHandle> list(ids, ids + count);
    g_free(ids);
    return list;
}
// Of the image, not of its groups; and of a group. The topmost first.
inline std::vector<DrawableHandle> layers(ImageHandle image) {
    gint count = 0;
    gint* ids = gimp_image_get_layers(image, &count);
    return taken_list(ids, count);
}
inline std::vector<DrawableHandle> layers_in(DrawableHandle group) {
    gint count = 0;
    gint* ids = gimp_item_get_children(group, &count);
    return taken_list(ids, count);
}
// The layers of the group that `layer` is in.
inline std::vector<DrawableHandle> layers_beside(ImageHandle image, DrawableHandle layer) {
    const gint32 parent = gimp_item_get_parent(layer);
    return parent == none ? layers(image) : layers_in(parent);
}
inline std::vector<DrawableHandle> channels(ImageHandle image) {
    gint count = 0;
    gint* ids = gimp_image_get_channels(image, &count);
    return taken_list(ids, count);
}
inline std::string parasite_text(const GimpParasite* parasite) {
    return {
        static_cast<const char*>(gimp_parasite_data(parasite)),
        std::size_t(gimp_parasite_data_size(parasite))};
}
inline GimpImageBaseType base_type(ImageHandle image) {
    return gimp_image_base_type(image);
}
inline int width(DrawableHandle drawable) {
    return gimp_drawable_width(drawable);
}
inline int height(DrawableHandle drawable) {
    return gimp_drawable_height(drawable);
}
inline void offsets(DrawableHandle drawable, int& x, int& y) {
    gimp_drawable_offsets(drawable, &x, &y);
}
inline DrawableHandle selection(ImageHandle image) {
    return gimp_image_get_selection(image);
}
// Of a layer; the format names the space of the image's profile.
GeglBuffer* pixels(DrawableHandle drawable);
// Neither it nor a group's has effects that are not in its pixels.
inline GeglBuffer* shown_picture(DrawableHandle drawable) {
    return pixels(drawable);
}
// It keeps nothing beside the pixels; the rest is never called.
inline constexpr bool has_live_filters = false;
inline bool shows_all(DrawableHandle) {
    return false;
}
inline bool add_filter(DrawableHandle, const LiveFilter&, const std::string&) {
    return false;
}
inline void set_opacity(LayerHandle layer, double opacity) {
    gimp_layer_set_opacity(layer, opacity);
}
// None when there is none.
inline DrawableHandle channel_named(ImageHandle image, const char* name) {
    return gimp_image_get_channel_by_name(image, name);
}
inline DrawableHandle layer_named(ImageHandle image, const char* name) {
    return gimp_image_get_layer_by_name(image, name);
}
inline DrawableHandle any_mask(DrawableHandle layer) {
    return gimp_layer_get_mask(layer);
}
// None when the layer has no mask or it is switched off.
inline DrawableHandle applied_mask(DrawableHandle layer) {
    return gimp_layer_get_apply_mask(layer) ? any_mask(layer) : none;
}
inline DrawableHandle add_mask(LayerHandle layer) {
    const gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);
    return mask != none && gimp_layer_add_mask(layer, mask) ? mask : none;
}
inline ImageHandle open_image(const std::string& file) {
    return gimp_file_load(GIMP_RUN_NONINTERACTIVE, file.c_str(), file.c_str());
}
inline std::vector<ImageHandle> open_images() {
    gint count = 0;
    gint* ids = gimp_image_list(&count);
    return taken_list(ids, count);
}
inline int id_of(ImageHandle image) {
    return image;
}
// Absolute path or nullptr; the caller's.
inline gchar* file_of(ImageHandle image) {
    return gimp_image_get_filename(image);
}
// GIMP would show each failed call itself; its sentence is part of ours.
inline void report_errors_ourselves() {
    gimp_plugin_set_pdb_error_handler(GIMP_PDB_ERROR_HANDLER_PLUGIN);
}
inline const char* last_error() {
    return gimp_get_pdb_error();
}

} // namespace style_transfer::gimp
