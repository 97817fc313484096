// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp/gimp_host.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "plugin/gimp/items.h"
#include "plugin/procedure.h"
#include "ui/state/texts.h"

#include <gegl.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <unistd.h>
#include <utility>

namespace style_transfer {

namespace {

Target::Kind kind_of(gimp::DrawableHandle drawable) {
    const auto item = gimp::item(drawable);
    // A mask is a channel too.
    if (gimp_item_is_layer_mask(item))
        return Target::Kind::mask;
    return gimp_item_is_channel(item) ? Target::Kind::channel : Target::Kind::layer;
}

GimpImageType layer_type(gimp::ImageHandle image, bool alpha) {
    if (gimp::base_type(image) == GIMP_GRAY)
        return alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;
    return alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

class OpenedImage {
  public:
    explicit OpenedImage(gimp::ImageHandle image) : image_(image) {}
    ~OpenedImage() { gimp_image_delete(image_); }
    OpenedImage(const OpenedImage&) = delete;
    OpenedImage& operator=(const OpenedImage&) = delete;

  private:
    gimp::ImageHandle image_;
};

class UndoStep {
  public:
    explicit UndoStep(gimp::ImageHandle image) : image_(image) {
        gimp_image_undo_group_start(image_);
    }
    ~UndoStep() { gimp_image_undo_group_end(image_); }
    UndoStep(const UndoStep&) = delete;
    UndoStep& operator=(const UndoStep&) = delete;

  private:
    gimp::ImageHandle image_;
};

// With 8 bits, no larger than `longer_side`.
BufferPointer reduced_copy(GeglBuffer* buffer, int longer_side) {
    const GeglRectangle full = *gegl_buffer_get_extent(buffer);
    const double scale = std::min(1.0, double(longer_side) / std::max(full.width, full.height));
    const GeglRectangle small{
        0, 0, std::max(int(full.width * scale), 1), std::max(int(full.height * scale), 1)};
    const Babl* format = babl_format("R'G'B'A u8");
    std::vector<guchar> pixels(std::size_t(small.width) * std::size_t(small.height) * 4);
    gegl_buffer_get(
        buffer, &small, scale, format, pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
    BufferPointer copy(gegl_buffer_new(&small, format));
    gegl_buffer_set(copy.get(), &small, 0, format, pixels.data(), GEGL_AUTO_ROWSTRIDE);
    return copy;
}

// `copy` of what is visible of an image, which stays as it is.
template <typename Copy>
BufferPointer visible_picture(gimp::ImageHandle image, const Copy& copy) {
    const auto merged = gimp::drawable(gimp_layer_new_from_visible(image, image, "style"));
    if (merged == gimp::none)
        throw Error(ErrorCode::internal, _("GIMP cannot show the style picture") + reason());
    const BufferPointer pixels(gimp::pixels(merged));
    BufferPointer copied(copy(pixels.get()));
    gimp_item_delete(gimp::item(merged));
    return copied;
}

gimp::ImageHandle image_of(int id) {
    for (const gimp::ImageHandle image : gimp::open_images())
        if (gimp::id_of(image) == id)
            return image;
    throw Error(
        ErrorCode::invalid_argument,
        _("The image whose style is to be taken is no longer open. Choose another style."));
}

// `inner` in pixels of `outer`; nothing when it reaches beyond that.
std::optional<Area> within(const Area& inner, const Area& outer) {
    const Area area{inner.x - outer.x, inner.y - outer.y, inner.size};
    const bool inside = area.x >= 0 && area.y >= 0 &&
                        area.x + area.size.width <= outer.size.width &&
                        area.y + area.size.height <= outer.size.height;
    return inside ? std::optional(area) : std::nullopt;
}

std::optional<Area> selection_of(gimp::ImageHandle image, gimp::DrawableHandle drawable) {
    if (gimp_selection_is_empty(image))
        return std::nullopt;
    Area area;
    if (!gimp_drawable_mask_intersect(
            drawable, &area.x, &area.y, &area.size.width, &area.size.height))
        return Area{};
    return area;
}

// The parasite of a layer that was made here; empty when there is none.
std::string record_of(gimp::DrawableHandle drawable) {
    GimpParasite* parasite = gimp_item_get_parasite(gimp::item(drawable), procedure::name);
    if (!parasite)
        return {};
    std::string record = gimp::parasite_text(parasite);
    gimp_parasite_free(parasite);
    return record;
}

// Whether GIMP could, with the names that the settings have.
bool add_filters(gimp::DrawableHandle layer, const std::vector<LiveFilter>& filters) {
    return std::ranges::all_of(filters, [layer](const LiveFilter& filter) {
        const Parameter* parameter = find_parameter(filter.parameter);
        return gimp::add_filter(layer, filter, without_mnemonic(_(parameter->label)));
    });
}

// The first layer beneath `painting` that was not made here.
gimp::DrawableHandle photo_beneath(gimp::ImageHandle image, gimp::DrawableHandle painting) {
    const auto layers = gimp::layers_beside(image, painting);
    auto layer = std::ranges::find(layers, painting);
    while (layer != layers.end() && !record_of(*layer).empty())
        ++layer;
    return layer == layers.end() ? gimp::none : *layer;
}

} // namespace

GimpHost::GimpHost(gimp::ImageHandle image, int drawables, gimp::DrawableHandle drawable)
    : image_(image), drawables_(drawables), drawable_(drawable), gimp_process_(getppid()) {
    gegl_init(nullptr, nullptr);
    gimp::report_errors_ourselves();
}

Target GimpHost::target() const {
    Target target;
    target.drawables = drawables_;
    target.floating_selection = gimp_image_get_floating_sel(image_) != gimp::none;
    target.indexed = gimp::base_type(image_) == GIMP_INDEXED;
    target.gray = gimp::base_type(image_) == GIMP_GRAY;
    if (drawables_ != 1)
        return target;
    target.kind = kind_of(drawable_);
    target.place = place_of(drawable_);
    target.selection = selection_of(image_, drawable_);
    if (!target.selection && has_painting())
        target.repainted = within(place_of(painting_), target.place);
    target.name = name_of(drawable_);
    return target;
}

// A painting that the user has removed meanwhile is none any more.
bool GimpHost::has_painting() const {
    return painting_ != gimp::none && gimp_item_is_valid(gimp::item(painting_));
}

std::optional<Painting> GimpHost::painting() const {
    if (drawables_ != 1 || kind_of(drawable_) != Target::Kind::layer)
        return std::nullopt;
    Painting painting{record_of(drawable_)};
    if (painting.record.empty())
        return std::nullopt;
    if (const auto photo = photo_beneath(image_, drawable_); photo != gimp::none)
        painting.photo = name_of(photo);
    return painting;
}

void GimpHost::choose_photo(bool replaces) {
    require_target();
    const auto photo = photo_beneath(image_, drawable_);
    if (photo == gimp::none)
        throw Error(ErrorCode::invalid_argument, _("There is no photo beneath the painting."));
    painting_ = std::exchange(drawable_, photo);
    replaces_ = replaces;
}

void GimpHost::require_target() const {
    if (!gimp_item_is_valid(gimp::item(drawable_)))
        throw Error(
            ErrorCode::internal, _("The layer was removed while its picture was being made, so "
                                   "there is no place for the result."));
}

BufferPointer GimpHost::target_buffer() const {
    require_target();
    return BufferPointer(gimp::shown_picture(drawable_));
}

BufferPointer GimpHost::target_mask() const {
    require_target();
    const bool repaints = target().repainted.has_value();
    const gimp::DrawableHandle mask = gimp::applied_mask(repaints ? painting_ : drawable_);
    return BufferPointer(mask == gimp::none ? nullptr : gimp_drawable_get_buffer(mask));
}

BufferPointer GimpHost::selection() const {
    return BufferPointer(gimp_drawable_get_buffer(gimp::selection(image_)));
}

BufferPointer GimpHost::load_picture(const std::string& file) const {
    const gimp::ImageHandle picture = gimp::open_image(file);
    if (picture == gimp::none)
        throw Error(
            ErrorCode::file,
            formatted(_("GIMP cannot open the style picture \"%s\""), file.c_str()) + reason() +
                " " + _("Choose another file."));
    return taken_picture(picture);
}

// What is visible of an image that belongs to nobody else; it is gone afterwards.
BufferPointer GimpHost::taken_picture(gimp::ImageHandle picture) const {
    const OpenedImage opened(picture);
    convert_to_target_space(picture);
    return visible_picture(picture, gegl_buffer_dup);
}

void GimpHost::convert_to_target_space(gimp::ImageHandle picture) const {
    const bool to_rgb = gimp::base_type(image_) != GIMP_GRAY;
    if (gimp::base_type(picture) == GIMP_INDEXED ||
        (to_rgb && gimp::base_type(picture) == GIMP_GRAY))
        gimp_image_convert_rgb(picture);
    // A gray profile takes no colours; the numbers of a colour style are used as they are then.
    if (!to_rgb)
        return;
    const ProfilePointer ours = effective_profile(image_);
    const ProfilePointer theirs = effective_profile(picture);
    if (!ours || !theirs || gimp_color_profile_is_equal(ours.get(), theirs.get()))
        return;
    // 8 bits would not hold what the other space has of them.
    if (gimp_image_get_precision(picture) < gimp::bits_16)
        gimp_image_convert_precision(picture, gimp::bits_16);
    gimp_image_convert_color_profile(
        picture, ours.get(), GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC, TRUE);
}

std::vector<OpenPicture> GimpHost::open_pictures() const {
    std::vector<OpenPicture> pictures;
    for (const gimp::ImageHandle image : gimp::open_images()) {
        if (image == image_)
            continue;
        OpenPicture picture{gimp::id_of(image), taken(gimp_image_get_name(image)), {}};
        if (!gimp_image_is_dirty(image))
            picture.file = taken(gimp::file_of(image));
        pictures.push_back(std::move(picture));
    }
    return pictures;
}

BufferPointer GimpHost::load_open_picture(int id) const {
    // A copy: converting it must not change the user's.
    return taken_picture(gimp_image_duplicate(image_of(id)));
}

// Not gimp_image_get_thumbnail_data(), which has nothing to give in GIMP 3.0.
BufferPointer GimpHost::open_picture_thumbnail(int id, int longer_side) const {
    return visible_picture(
        image_of(id), [=](GeglBuffer* buffer) { return reduced_copy(buffer, longer_side); });
}

BufferPointer GimpHost::create_layer(const std::string& name, const Area& area, bool alpha) {
    require_target();
    area_ = area;
    const std::string display_name = taken(g_filename_display_name(name.c_str()));
    layer_ = gimp_layer_new(
        image_, display_name.c_str(), area.size.width, area.size.height, layer_type(image_, alpha),
        100, gimp_image_get_default_new_layer_mode(image_));
    if (layer_ == gimp::none)
        throw Error(ErrorCode::internal, _("GIMP could not make the new layer") + reason());
    return BufferPointer(gimp::pixels(gimp::drawable(layer_)));
}

BufferPointer GimpHost::create_mask() {
    const gimp::DrawableHandle mask = gimp::add_mask(layer_);
    if (mask == gimp::none)
        throw Error(
            ErrorCode::internal, _("GIMP could not give the new layer its mask") + reason());
    return BufferPointer(gimp_drawable_get_buffer(mask));
}

bool GimpHost::takes_live_filters() const {
    if (!gimp::has_live_filters || !gimp_item_is_valid(gimp::item(drawable_)))
        return false;
    const auto layers = gimp::layers_beside(image_, drawable_);
    auto beneath = std::ranges::find(layers, has_painting() ? painting_ : drawable_);
    if (beneath != layers.end() && has_painting() && replaces_)
        ++beneath;
    return beneath != layers.end() && *beneath == drawable_ && gimp::shows_all(drawable_);
}

void GimpHost::insert_layer(const std::string& record, const LayerFinishing& finishing) {
    require_target();
    const auto drawable = gimp::drawable(layer_);
    const auto below = has_painting() ? painting_ : drawable_;
    const auto parent = gimp::parent_layer(below);
    const int position = gimp_image_get_item_position(image_, gimp::item(below));
    const Area place = place_of(drawable_);
    // Outside the document nothing of this needs an undo step.
    gimp_layer_set_offsets(layer_, place.x + area_.x, place.y + area_.y);
    GimpParasite* parasite = gimp_parasite_new(
        procedure::name, GIMP_PARASITE_PERSISTENT | GIMP_PARASITE_UNDOABLE, guint32(record.size()),
        record.data());
    gimp_item_attach_parasite(gimp::item(layer_), parasite);
    gimp_parasite_free(parasite);
    if (finishing.opacity < 100)
        gimp::set_opacity(layer_, finishing.opacity);
    {
        const UndoStep step(image_);
        if (!gimp_image_insert_layer(image_, layer_, parent, position))
            throw Error(
                ErrorCode::internal, _("GIMP could not insert the new layer") + reason() + " " +
                                         _("Unlock the layer group and run Style Transfer again."));
        // GIMP notes each filter for undo, in or outside of the document.
        if (!add_filters(gimp::drawable(layer_), finishing.filters)) {
            gimp_image_remove_layer(image_, std::exchange(layer_, gimp::none));
            throw Error(
                ErrorCode::internal, _("GIMP could not give the new layer its filters") + reason());
        }
        if (replaces_ && has_painting())
            gimp_image_remove_layer(image_, gimp::layer(painting_));
    }
    result_ = std::exchange(layer_, gimp::none);
    gimp_drawable_update(drawable, 0, 0, gimp::width(drawable), gimp::height(drawable));
    gimp_displays_flush();
}

void GimpHost::discard_layer() noexcept {
    if (layer_ != gimp::none)
        gimp_item_delete(gimp::item(std::exchange(layer_, gimp::none)));
}

void GimpHost::begin_progress(const std::string& text) {
    gimp_progress_init(text.c_str());
}

void GimpHost::update_progress(double fraction) {
    // libgimp tells GIMP nothing as long as the number is about the same, and so would not notice.
    // The work goes on on a thread that ends with the process; GEGL takes its swap file along.
    if (getppid() != gimp_process_) {
        gegl_exit();
        _exit(EXIT_FAILURE);
    }
    gimp_progress_update(fraction);
}

void GimpHost::end_progress() noexcept {
    gimp_progress_end();
}

} // namespace style_transfer
