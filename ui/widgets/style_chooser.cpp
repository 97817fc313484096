// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_chooser.h"

#include "engine/base/error.h"
#include "ui/state/texts.h"
#include "ui/state/translation.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/preferences.h"
#include "ui/widgets/thumbnail.h"

namespace style_transfer {

namespace {

constexpr Size thumbnail_size{128, 96};
// For the preview, which paints with it.
constexpr int picture_side = 1024;
constexpr Size menu_size{64, 64};
constexpr int menu_columns = 4;

GtkFileFilter* make_filter(const char* name, const char* type, const char* pattern) {
    GtkFileFilter* filter = gtk_file_filter_new();
    gtk_file_filter_set_name(filter, name);
    if (type)
        gtk_file_filter_add_mime_type(filter, type);
    if (pattern)
        gtk_file_filter_add_pattern(filter, pattern);
    return filter;
}

// The first file of a list of addresses; nothing for one that is not on this computer.
GlibText first_file(GtkSelectionData* dropped) {
    char** addresses = gtk_selection_data_get_uris(dropped);
    GlibText file;
    if (addresses && addresses[0]) {
        const ObjectPointer<GFile> place(g_file_new_for_uri(addresses[0]));
        file.reset(g_file_get_path(place.get()));
    }
    g_strfreev(addresses);
    return file;
}

std::string full_name(const std::string& file) {
    const GlibText name(g_filename_display_name(file.c_str()));
    return name.get();
}

} // namespace

StyleChooser::StyleChooser(
    const WindowContext& context, CallbackGuard& guard, DialogState& state,
    std::function<void()> changed, std::function<void(const std::string&)> complain)
    : context_(context), state_(state), changed_(std::move(changed)),
      complain_(std::move(complain)), view_(guard, thumbnail_size, _("The chosen style picture")),
      recent_(
          guard, {"style-recent", _("No style was chosen before."), menu_size, menu_columns},
          [this] { return recent_styles(); }),
      box_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap)), button_(make_file_button(guard)),
      remark_(make_remark()) {
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    GtkWidget* column = make_column(small_gap);
    gtk_widget_set_valign(column, GTK_ALIGN_CENTER);
    gtk_box_pack_start(GTK_BOX(column), make_label(_("Style _file"), button_), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), button_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), make_menus(guard), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), remark_, FALSE, FALSE, 0);
    gtk_widget_set_name(remark_, "style-remark");
    gtk_widget_set_no_show_all(remark_, TRUE);
    gtk_box_pack_start(GTK_BOX(box_), frame, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), column, TRUE, TRUE, 0);
    gtk_widget_set_name(box_, "style");
    accept_drops(guard);

    show_file();
    if (state_.choice().has_style())
        first_ = std::make_unique<Timer>(0, guard, [this] {
            const std::string file = state_.style_file();
            const OpenPicture picture = state_.open_picture();
            state_.set_style_file({});
            if (picture.id != 0)
                take_open_picture(picture);
            else
                take_file(file);
            return false;
        });
}

GtkWidget* StyleChooser::make_file_button(CallbackGuard& guard) {
    GtkWidget* button =
        gtk_file_chooser_button_new(_("Choose the Style Picture"), GTK_FILE_CHOOSER_ACTION_OPEN);
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(button);
    gtk_file_chooser_add_filter(chooser, make_filter(_("Pictures"), "image/*", nullptr));
    gtk_file_chooser_add_filter(chooser, make_filter(_("All files"), nullptr, "*"));
    gtk_file_chooser_button_set_width_chars(GTK_FILE_CHOOSER_BUTTON(button), 18);
    gtk_widget_set_name(button, "style-file");
    gtk_widget_set_tooltip_text(button, _("The picture whose strokes and colours are painted"));
    atk_object_set_name(gtk_widget_get_accessible(button), _("Style picture"));
    connect<void()>(button, "file-set", guard, [this] {
        const GlibText file(gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(button_)));
        if (file)
            take_file(file.get());
        else
            complain_about_place();
    });
    return button;
}

GtkWidget* StyleChooser::make_menus(CallbackGuard& guard) {
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    recent_.set_label(_("Recen_t"));
    gtk_widget_set_tooltip_text(recent_.widget(), _("The styles that were chosen last"));
    gtk_box_pack_start(GTK_BOX(row), recent_.widget(), TRUE, TRUE, 0);
    if (!context_.open_pictures || !context_.load_open_picture)
        return row;
    open_ = std::make_unique<PictureMenu>(
        guard,
        PictureMenu::Look{"style-open", _("No other image is open."), menu_size, menu_columns},
        [this] { return open_pictures(); });
    open_->set_label(_("Open im_ages"));
    gtk_widget_set_tooltip_text(
        open_->widget(), _("Take an image that is open at the moment as the style, as it shows"));
    gtk_box_pack_start(GTK_BOX(row), open_->widget(), TRUE, TRUE, 0);
    return row;
}

void StyleChooser::accept_drops(CallbackGuard& guard) {
    gtk_drag_dest_set(box_, GTK_DEST_DEFAULT_ALL, nullptr, 0, GDK_ACTION_COPY);
    gtk_drag_dest_add_uri_targets(box_);
    connect<void(GdkDragContext*, int, int, GtkSelectionData*, guint, guint)>(
        box_, "drag-data-received", guard,
        [this](GdkDragContext*, int, int, GtkSelectionData* dropped, guint, guint) {
            if (const GlibText file = first_file(dropped))
                take_file(file.get());
            else
                complain_about_place();
        });
}

std::vector<PictureItem> StyleChooser::recent_styles() {
    std::vector<PictureItem> items;
    for (const std::string& file : read_preferences(context_.preferences_file).recent_styles) {
        if (!g_file_test(file.c_str(), G_FILE_TEST_EXISTS))
            continue;
        items.push_back(
            {shown_name(file), full_name(file),
             [file](GtkImage* image) { show_thumbnail_later(image, file, menu_size); },
             [this, file] { take_file(file); },
             file == state_.style_file() && state_.open_picture().id == 0});
    }
    return items;
}

std::vector<PictureItem> StyleChooser::open_pictures() {
    const auto load = [this](GtkImage* image, int id) {
        const int scale = gtk_widget_get_scale_factor(GTK_WIDGET(image));
        const int pixels = menu_size.longer_side() * scale;
        try {
            const SurfacePointer surface =
                make_surface(context_.load_open_picture(id, pixels).view(), pixels);
            cairo_surface_set_device_scale(surface.get(), scale, scale);
            gtk_image_set_from_surface(image, surface.get());
        } catch (const Error&) {
            // Closed a moment ago; it is said when the user chooses it.
        }
    };
    std::vector<PictureItem> items;
    for (const OpenPicture& picture : context_.open_pictures())
        items.push_back(
            {picture.name, picture.name,
             [load, id = picture.id](GtkImage* image) { load(image, id); },
             [this, picture] { take_open_picture(picture); },
             picture.id == state_.open_picture().id});
    return items;
}

void StyleChooser::take_file(const std::string& file) {
    take(
        [&] { return load_thumbnail(context_, file, picture_side); },
        [&] {
            state_.set_style_file(file);
            write_preferences(
                context_.preferences_file,
                with_recent_style(read_preferences(context_.preferences_file), file));
        });
}

void StyleChooser::take_open_picture(const OpenPicture& picture) {
    take(
        [&] {
            return make_surface(
                context_.load_open_picture(picture.id, picture_side).view(), picture_side);
        },
        [&] { state_.set_open_picture(picture); });
}

void StyleChooser::take(
    const std::function<SurfacePointer()>& load, const std::function<void()>& keep) {
    try {
        SurfacePointer thumbnail = load();
        picture_ = std::make_shared<Image>(read_surface(thumbnail.get()));
        view_.show(std::move(thumbnail));
        keep();
        complain_({});
    } catch (const Error& error) {
        complain_(error.what());
    }
    show_file();
    changed_();
}

void StyleChooser::complain_about_place() const {
    complain_(_("The style must be a file on this computer."));
    show_file();
}

void StyleChooser::show_file() const {
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(button_);
    const OpenPicture& picture = state_.open_picture();
    const std::string file = picture.id == 0 ? state_.style_file() : "";
    if (file.empty())
        gtk_file_chooser_unselect_all(chooser);
    else
        gtk_file_chooser_set_filename(chooser, file.c_str());
    std::string remark;
    if (picture.id != 0)
        remark = with_text(_("Open image: %s"), picture.name);
    else if (file.empty())
        remark = _("Choose the picture whose strokes and colours are painted.");
    set_remark(remark_, remark);
    gtk_widget_set_visible(remark_, !remark.empty());
}

} // namespace style_transfer
