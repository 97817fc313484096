// SPDX-License-Identifier: GPL-3.0-or-later
// Where styles can be painted in a document.
#include "plugin/gimp/gimp_host.h"
#include "plugin/gimp/items.h"

#include <algorithm>

namespace style_transfer {

namespace {

void add(std::vector<StyleRegion>& regions, StyleRegion region) {
    if (std::ranges::find(regions, region) == regions.end())
        regions.push_back(std::move(region));
}

// Those of `group` and of all groups in it.
void add_layers(
    std::vector<StyleRegion>& regions, const std::vector<gimp::DrawableHandle>& layers,
    gimp::DrawableHandle but) {
    for (const gimp::DrawableHandle layer : layers) {
        if (layer != but)
            add(regions, {StyleRegion::Kind::layer, name_of(layer)});
        if (gimp_item_is_group(gimp::item(layer)))
            add_layers(regions, gimp::layers_in(layer), but);
    }
}

} // namespace

std::vector<StyleRegion> GimpHost::regions() const {
    require_target();
    std::vector<StyleRegion> regions;
    if (!gimp_selection_is_empty(image_))
        add(regions, {StyleRegion::Kind::selection});
    if (gimp::any_mask(drawable_) != gimp::none)
        add(regions, {StyleRegion::Kind::mask});
    for (const gimp::DrawableHandle channel : gimp::channels(image_))
        add(regions, {StyleRegion::Kind::channel, name_of(channel)});
    add_layers(regions, gimp::layers(image_), drawable_);
    return regions;
}

RegionSource GimpHost::region(const StyleRegion& region) const {
    require_target();
    const bool is_layer = region.kind == StyleRegion::Kind::layer;
    gimp::DrawableHandle source = gimp::none;
    switch (region.kind) {
    case StyleRegion::Kind::rest:
        break;
    case StyleRegion::Kind::selection:
        if (!gimp_selection_is_empty(image_))
            source = gimp::selection(image_);
        break;
    case StyleRegion::Kind::mask:
        source = gimp::any_mask(drawable_);
        break;
    case StyleRegion::Kind::channel:
        source = gimp::channel_named(image_, region.name.c_str());
        break;
    case StyleRegion::Kind::layer:
        source = gimp::layer_named(image_, region.name.c_str());
        break;
    }
    if (source == gimp::none)
        return {};
    // A mask has no place of its own in every GIMP.
    const bool is_mask = region.kind == StyleRegion::Kind::mask;
    const Area place = place_of(is_mask ? drawable_ : source);
    if (!is_layer)
        return {BufferPointer(gimp_drawable_get_buffer(source)), place};
    const gimp::DrawableHandle mask = gimp::applied_mask(source);
    return {
        BufferPointer(gimp::shown_picture(source)), place, true,
        BufferPointer(mask == gimp::none ? nullptr : gimp_drawable_get_buffer(mask))};
}

} // namespace style_transfer
