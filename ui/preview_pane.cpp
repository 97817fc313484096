// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview_pane.h"

#include "engine/base/error.h"
#include "ui/layout.h"
#include "ui/translation.h"

namespace style_transfer {

namespace {

// Small enough that a change shows within a second on two cores, and settles within five.
constexpr int preview_side = 256;
constexpr Size natural_size{340, 300};
constexpr unsigned look_interval = 50; // milliseconds

std::string state_text(const PreviewState& state) {
    switch (state.phase) {
    case PreviewState::Phase::idle:
        return _("Choose a style to see a preview.");
    case PreviewState::Phase::working:
        return _("Painting the preview…");
    case PreviewState::Phase::settled:
        return _("Preview with a small, fast network: the result is finer.");
    case PreviewState::Phase::failed:
        return state.error;
    }
    return {};
}

} // namespace

PreviewPane::PreviewPane(const WindowContext& context, CallbackGuard& guard)
    : context_(context),
      view_(guard, natural_size, _("Preview: the picture before and after, left and right")),
      column_(make_column(small_gap)), remark_(make_remark()) {
    gtk_widget_set_name(view_.widget(), "preview");
    gtk_widget_set_tooltip_text(
        view_.widget(), _("Left of the line the picture as it is, right of it as it will look; the "
                          "line can be moved with the mouse or with the arrow keys"));
    gtk_widget_set_name(remark_, "preview-state");
    gtk_label_set_max_width_chars(GTK_LABEL(remark_), 45);
    // Its height stays when the text becomes longer.
    gtk_label_set_lines(GTK_LABEL(remark_), 2);
    gtk_label_set_ellipsize(GTK_LABEL(remark_), PANGO_ELLIPSIZE_END);
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    gtk_box_pack_start(GTK_BOX(column_), frame, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(column_), remark_, FALSE, FALSE, 0);
    set_remark(remark_, state_text({}));
    first_ = std::make_unique<Timer>(0, guard, [this] {
        begin();
        return false;
    });
    looks_ = std::make_unique<Timer>(look_interval, guard, [this] {
        look();
        return true;
    });
}

void PreviewPane::begin() {
    try {
        Image base = context_.load_base(preview_side);
        view_.show_before(make_surface(base.view(), preview_side));
        job_ = std::make_unique<PreviewJob>(context_.engine, std::move(base));
        paint();
    } catch (const Error& error) {
        set_remark(remark_, error.what());
    }
}

void PreviewPane::show(const Settings& settings, std::shared_ptr<const Image> style) {
    const Settings wanted = preview_settings(settings);
    if (style == style_ && wanted == settings_)
        return;
    settings_ = wanted;
    style_ = std::move(style);
    paint();
}

void PreviewPane::paint() {
    if (job_ && style_)
        job_->show(settings_, style_);
}

void PreviewPane::look() {
    if (!job_)
        return;
    const PreviewState state = job_->state();
    set_remark(remark_, state_text(state));
    if (state.picture_number == shown_picture_)
        return;
    shown_picture_ = state.picture_number;
    view_.show_after(make_surface(job_->picture().view(), preview_side));
}

} // namespace style_transfer
