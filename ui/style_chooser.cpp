// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style_chooser.h"

#include "engine/base/error.h"
#include "ui/layout.h"
#include "ui/texts.h"
#include "ui/thumbnail.h"
#include "ui/translation.h"

namespace style_transfer {

namespace {

constexpr Size thumbnail_size{128, 96};
// For the preview, which paints with it.
constexpr int picture_side = 1024;

GtkFileFilter* make_filter(const char* name, const char* type, const char* pattern) {
    GtkFileFilter* filter = gtk_file_filter_new();
    gtk_file_filter_set_name(filter, name);
    if (type)
        gtk_file_filter_add_mime_type(filter, type);
    if (pattern)
        gtk_file_filter_add_pattern(filter, pattern);
    return filter;
}

} // namespace

StyleChooser::StyleChooser(
    const WindowContext& context, CallbackGuard& guard, DialogState& state,
    std::function<void()> changed, std::function<void(const std::string&)> complain)
    : context_(context), state_(state), changed_(std::move(changed)),
      complain_(std::move(complain)), view_(guard, thumbnail_size, _("The chosen style picture")),
      box_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap)),
      button_(
          gtk_file_chooser_button_new(_("Choose the Style Picture"), GTK_FILE_CHOOSER_ACTION_OPEN)),
      remark_(make_remark()) {
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(button_);
    gtk_file_chooser_add_filter(chooser, make_filter(_("Pictures"), "image/*", nullptr));
    gtk_file_chooser_add_filter(chooser, make_filter(_("All files"), nullptr, "*"));
    gtk_file_chooser_button_set_width_chars(GTK_FILE_CHOOSER_BUTTON(button_), 18);
    gtk_widget_set_name(button_, "style-file");
    gtk_widget_set_tooltip_text(button_, _("The picture whose strokes and colours are painted"));
    atk_object_set_name(gtk_widget_get_accessible(button_), _("Style picture"));

    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    GtkWidget* column = make_column(small_gap);
    gtk_widget_set_valign(column, GTK_ALIGN_CENTER);
    gtk_box_pack_start(GTK_BOX(column), make_label(_("Style _file"), button_), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), button_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), remark_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), frame, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), column, TRUE, TRUE, 0);

    connect<void()>(button_, "file-set", guard, [this] {
        const GlibText file(gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(button_)));
        if (file)
            take(file.get());
        else
            complain_(_("The style must be a file on this computer."));
    });
    show_file();
    if (!state.style_file().empty())
        first_ = std::make_unique<Timer>(0, guard, [this] {
            const std::string file = state_.style_file();
            state_.set_style_file({});
            take(file);
            return false;
        });
}

void StyleChooser::take(const std::string& file) {
    try {
        SurfacePointer thumbnail = load_thumbnail(context_, file, picture_side);
        picture_ = std::make_shared<Image>(read_surface(thumbnail.get()));
        view_.show(std::move(thumbnail));
        state_.set_style_file(file);
        complain_({});
    } catch (const Error& error) {
        complain_(error.what());
    }
    show_file();
    changed_();
}

void StyleChooser::show_file() const {
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(button_);
    const std::string& file = state_.style_file();
    if (file.empty())
        gtk_file_chooser_unselect_all(chooser);
    else
        gtk_file_chooser_set_filename(chooser, file.c_str());
    set_remark(
        remark_,
        file.empty() ? _("Choose the picture whose strokes and colours are painted.") : "");
}

} // namespace style_transfer
