// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preview_pane.h"

#include "engine/base/error.h"
#include "engine/base/style_parts.h"
#include "engine/base/translation.h"
#include "ui/state/magnified_place.h"
#include "ui/widgets/layout.h"

#include <algorithm>
#include <span>

namespace style_transfer {

namespace {

constexpr Size natural_size{220, 165};
constexpr int remark_width = 16;       // characters
constexpr unsigned look_interval = 50; // milliseconds

constexpr unsigned no_picture = ~0U;

bool is_same(const Image& one, const Image& other) {
    const auto numbers = [](const Image& image) {
        return std::span(
            image.row(0), std::size_t(image.row_stride()) * std::size_t(image.size().height));
    };
    return one.size() == other.size() && std::ranges::equal(numbers(one), numbers(other));
}

std::string state_text(const PreviewState& state) {
    switch (state.phase) {
    case PreviewState::Phase::idle:
        return _("Choose a style to see a preview.");
    case PreviewState::Phase::working:
        return _("Painting the preview…");
    case PreviewState::Phase::settled:
        return _("Preview at a small size: the result is finer.");
    case PreviewState::Phase::failed:
        return state.error;
    }
    return {};
}

} // namespace

PreviewPane::PreviewPane(const WindowContext& context, CallbackGuard& guard, const Area& painted)
    : context_(context), painted_(painted),
      view_(guard, natural_size, _("Preview: the picture before and after, left and right")),
      column_(make_column(small_gap)), remark_(make_remark()),
      zoom_(gtk_toggle_button_new_with_mnemonic(_("_100 %"))),
      job_(std::make_unique<PreviewJob>(context.engine, context.space)) {
    gtk_widget_set_name(view_.widget(), "preview");
    gtk_widget_set_tooltip_text(
        view_.widget(), _("Left of the line the picture as it is, right of it as it will look; the "
                          "line can be moved with the mouse or with the arrow keys. A double click "
                          "magnifies the place"));
    gtk_widget_set_name(zoom_, "zoom");
    gtk_widget_set_tooltip_text(
        zoom_, _("Shows a part of the picture in the size at which it is painted"));
    gtk_widget_set_valign(zoom_, GTK_ALIGN_START);
    gtk_widget_set_name(remark_, "preview-state");
    // It takes the width of the picture, and asks for little.
    gtk_label_set_width_chars(GTK_LABEL(remark_), remark_width);
    gtk_label_set_max_width_chars(GTK_LABEL(remark_), remark_width);
    // Its height stays when the text becomes longer.
    gtk_label_set_lines(GTK_LABEL(remark_), 2);
    gtk_label_set_ellipsize(GTK_LABEL(remark_), PANGO_ELLIPSIZE_END);
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    gtk_box_pack_start(GTK_BOX(column_), frame, TRUE, TRUE, 0);
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_box_pack_start(GTK_BOX(row), remark_, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(row), zoom_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column_), row, FALSE, FALSE, 0);
    set_label_text(remark_, state_text({}));
    view_.on_double_click = [this](double x, double y) {
        if (!magnified_) {
            place_x_ = x;
            place_y_ = y;
        }
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(zoom_), !magnified_);
    };
    view_.on_scroll = [this](double right, double down) { scroll(right, down); };
    connect<void()>(zoom_, "toggled", guard, [this] {
        magnify(gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(zoom_)) != FALSE);
    });
    first_ = std::make_unique<Timer>(0, guard, [this] {
        update();
        return false;
    });
    looks_ = std::make_unique<Timer>(look_interval, guard, [this] {
        look();
        return true;
    });
}

PreviewPart PreviewPane::wanted_part() const {
    PreviewPart part = magnified_ ? magnified_preview(settings_, painted_.size, place_x_, place_y_)
                                  : whole_preview(settings_, painted_.size);
    part.area.x += painted_.x;
    part.area.y += painted_.y;
    return part;
}

void PreviewPane::show(
    const Settings& settings, std::vector<ShownStyle> styles, const Area& painted) {
    if (styles == styles_ && settings == settings_ && painted == painted_)
        return;
    painted_ = painted;
    const bool paints_alike =
        styles == styles_ && preview_settings(settings) == preview_settings(settings_);
    settings_ = settings;
    styles_ = std::move(styles);
    if (part_ && !(paints_alike && wanted_part() == *part_))
        update();
}

void PreviewPane::look_at_document() {
    const std::vector<Region> former = std::exchange(regions_, {});
    bool changed = false;
    for (const auto& [region, values] : former) {
        try {
            // What is as it was stays the same object, so that nothing is painted anew.
            if (is_same(*region_of_part(region), *values))
                regions_.back().second = values;
            else
                changed = true;
        } catch (const Error&) {
            changed = true; // paint() says it
        }
    }
    if (changed)
        paint();
}

void PreviewPane::magnify(bool magnified) {
    magnified_ = magnified;
    view_.set_enlarges(!magnified);
    if (part_)
        update();
}

void PreviewPane::scroll(double right, double down) {
    if (!magnified_ || !part_)
        return;
    place_x_ = scrolled_place(place_x_, right, part_->area.size.width, painted_.size.width);
    place_y_ = scrolled_place(place_y_, down, part_->area.size.height, painted_.size.height);
    update();
}

void PreviewPane::update() {
    try {
        load_part();
        paint();
    } catch (const Error& error) {
        base_ = nullptr;
        set_label_text(remark_, error.what());
    }
}

void PreviewPane::load_part() {
    const PreviewPart wanted = wanted_part();
    const bool other_area =
        !part_ || wanted.area != part_->area || wanted.longer_side != part_->longer_side;
    part_ = wanted;
    if (!other_area)
        return;
    regions_.clear();
    base_ = std::make_shared<Image>(context_.load_base(wanted.area, wanted.longer_side));
    view_.show_after(nullptr);
    view_.show_before(make_surface(base_->view(), base_->size().longer_side()));
}

std::shared_ptr<const Image> PreviewPane::scaled(const std::shared_ptr<const Image>& picture) {
    const std::pair key{picture, part_->style_side};
    if (const auto* known = scaled_styles_.find(key))
        return *known;
    return scaled_styles_.put(key, std::make_shared<Image>(resized(*picture, key.second)));
}

std::shared_ptr<const Image> PreviewPane::region_of_part(const StyleRegion& region) {
    const auto known = std::ranges::find(regions_, region, &Region::first);
    if (known != regions_.end())
        return known->second;
    regions_.emplace_back(
        region,
        std::make_shared<Image>(context_.load_region(region, part_->area, part_->longer_side)));
    return regions_.back().second;
}

// Those that have something of the part.
std::vector<PreviewStyle> PreviewPane::styles_of_part() {
    std::vector<PreviewStyle> styles;
    for (const ShownStyle& style : styles_) {
        const bool is_rest = style.region == StyleRegion{};
        auto region = is_rest ? nullptr : region_of_part(style.region);
        if (is_rest || covers_anything(region->view()))
            styles.push_back({scaled(style.picture), style.weight, std::move(region)});
    }
    return styles;
}

void PreviewPane::paint() {
    trouble_.clear();
    if (!base_ || styles_.empty())
        return;
    try {
        auto styles = styles_of_part();
        if (styles.empty())
            trouble_ = _("Here no style is painted: the photo stays.");
        else
            job_->show(preview_settings(settings_), base_, std::move(styles));
    } catch (const Error& error) {
        trouble_ = error.what();
    }
    if (trouble_.empty())
        return;
    view_.show_after(nullptr);
    shown_picture_ = no_picture;
}

void PreviewPane::look() {
    const PreviewState state = job_->state();
    if (base_)
        set_label_text(remark_, trouble_.empty() ? state_text(state) : trouble_);
    if (!trouble_.empty() || state.picture_number == shown_picture_)
        return;
    shown_picture_ = state.picture_number;
    const Image picture = job_->picture();
    view_.show_after(
        picture.empty() ? nullptr : make_surface(picture.view(), picture.size().longer_side()));
}

} // namespace style_transfer
