// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_chooser.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/thumbnail.h"

namespace style_transfer {

namespace {

constexpr Size thumbnail_size{104, 78};
// For the preview, which paints with it.
constexpr int picture_side = 1024;
constexpr Size menu_size{64, 64};
constexpr int menu_columns = 4;
// Pictures that were looked at: the preview knows again what it has painted with one.
constexpr std::size_t most_loaded = 6;

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

} // namespace

StyleChooser::StyleChooser(
    const WindowContext& context, CallbackGuard& guard, DialogState& state, Reports reports)
    : context_(context), state_(state), reports_(std::move(reports)),
      view_(guard, thumbnail_size, _("The chosen style picture")), loaded_(most_loaded),
      browser_(
          context.preferences_file, guard,
          {[this](const std::string& file) { take_file(file); },
           [this](const std::string& file) { look_at(file); }, [this] { look_away(); }}),
      rows_(
          guard, state.styles(),
          {[this](std::size_t index) { make_current(index); }, [this] { add_style(); },
           [this] { remove_style(); },
           [this] {
               show_chosen();
               reports_.chosen();
           }}),
      box_(make_column(gap)), title_(gtk_label_new(nullptr)), favourite_(make_star(guard)),
      button_(make_file_button(guard)), remark_(make_remark()) {
    gtk_widget_set_name(title_, "style-title");
    gtk_label_set_xalign(GTK_LABEL(title_), 0);
    gtk_label_set_ellipsize(GTK_LABEL(title_), PANGO_ELLIPSIZE_MIDDLE);
    gtk_widget_set_name(remark_, "style-remark");
    gtk_label_set_lines(GTK_LABEL(remark_), 2);
    gtk_label_set_ellipsize(GTK_LABEL(remark_), PANGO_ELLIPSIZE_END);
    chosen_ = make_chosen();
    gtk_widget_show_all(chosen_);
    gtk_widget_set_no_show_all(chosen_, TRUE);
    gtk_box_pack_start(GTK_BOX(box_), chosen_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), rows_.list(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), rows_.controls(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), make_file_row(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), browser_.widget(), TRUE, TRUE, 0);
    gtk_widget_set_name(box_, "style");
    add_open_images(guard);
    accept_drops(guard);

    if (!state_.styles().are_several() && !state_.styles().current().has_picture())
        state_.styles().set_file(browser_.first_style());
    pictures_.resize(state_.styles().list().size());
    if (context_.regions)
        state_.styles().set_document_regions(context_.regions());
    show_chosen();
    first_ = std::make_unique<Timer>(0, guard, [this] {
        load_first();
        return false;
    });
}

void StyleChooser::load_first() {
    std::string trouble = state_.styles().missing_region_problem();
    for (std::size_t i = 0; i < pictures_.size(); ++i) {
        const ListedStyle& style = state_.styles().list()[i];
        if (!style.has_picture())
            continue;
        try {
            pictures_[i] = picture_of(style);
        } catch (const Error& error) {
            trouble = error.what();
            state_.styles().drop_picture(i);
        }
    }
    if (const std::string file = chosen_file(); !file.empty())
        browser_.remember(file);
    reports_.complain(trouble);
    show_chosen();
    reports_.chosen();
}

// The style that is chosen: its picture, and what is known of it.
GtkWidget* StyleChooser::make_chosen() {
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    GtkWidget* words = make_column(small_gap);
    gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
    gtk_box_pack_start(GTK_BOX(words), title_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(words), remark_, FALSE, FALSE, 0);
    gtk_widget_set_halign(rows_.add_button(), GTK_ALIGN_START);
    gtk_box_pack_start(GTK_BOX(words), rows_.add_button(), FALSE, FALSE, 0);
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_box_pack_start(GTK_BOX(row), frame, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), words, TRUE, TRUE, 0);
    return row;
}

GtkWidget* StyleChooser::make_star(CallbackGuard& guard) {
    GtkWidget* star = gtk_toggle_button_new();
    gtk_button_set_image(
        GTK_BUTTON(star),
        gtk_image_new_from_icon_name("non-starred-symbolic", GTK_ICON_SIZE_BUTTON));
    gtk_button_set_relief(GTK_BUTTON(star), GTK_RELIEF_NONE);
    gtk_widget_set_valign(star, GTK_ALIGN_CENTER);
    gtk_widget_set_name(star, "style-favourite");
    gtk_widget_set_tooltip_text(star, _("Keep this style among the favourites"));
    atk_object_set_name(gtk_widget_get_accessible(star), _("Favourite"));
    connect<void()>(star, "toggled", guard, [this] {
        const bool favourite = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(favourite_)) != FALSE;
        gtk_image_set_from_icon_name(
            GTK_IMAGE(gtk_button_get_image(GTK_BUTTON(favourite_))),
            favourite ? "starred-symbolic" : "non-starred-symbolic", GTK_ICON_SIZE_BUTTON);
        if (const std::string file = chosen_file();
            !file.empty() && favourite != browser_.is_favourite(file))
            browser_.set_favourite(file, favourite);
    });
    return star;
}

GtkWidget* StyleChooser::make_file_button(CallbackGuard& guard) {
    GtkWidget* button =
        gtk_file_chooser_button_new(_("Choose the Style Picture"), GTK_FILE_CHOOSER_ACTION_OPEN);
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(button);
    gtk_file_chooser_add_filter(chooser, make_filter(_("Pictures"), "image/*", nullptr));
    gtk_file_chooser_add_filter(chooser, make_filter(_("All files"), nullptr, "*"));
    gtk_file_chooser_button_set_width_chars(GTK_FILE_CHOOSER_BUTTON(button), 12);
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

GtkWidget* StyleChooser::make_file_row() {
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_box_pack_start(GTK_BOX(row), make_label(_("Style _file"), button_), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), button_, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(row), favourite_, FALSE, FALSE, 0);
    return row;
}

void StyleChooser::add_open_images(CallbackGuard& guard) {
    if (!context_.open_pictures || !context_.load_open_picture)
        return;
    open_ = std::make_unique<PictureMenu>(
        guard,
        PictureMenu::Look{"style-open", _("No other image is open."), menu_size, menu_columns},
        [this] { return open_pictures(); });
    open_->set_label(_("Open im_ages"));
    gtk_widget_set_tooltip_text(
        open_->widget(), _("Take an image that is open at the moment as the style, as it shows"));
    browser_.add_beside_collections(open_->widget());
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
             picture.id == state_.styles().current().open_picture.id});
    return items;
}

std::shared_ptr<const Image> StyleChooser::picture_of(const ListedStyle& style) {
    return style.open_picture.id != 0 ? std::make_shared<const Image>(context_.load_open_picture(
                                            style.open_picture.id, picture_side))
                                      : picture_in(style.file);
}

std::shared_ptr<const Image> StyleChooser::picture_in(const std::string& file) {
    if (const auto* loaded = loaded_.find(file))
        return *loaded;
    return loaded_.put(
        file, std::make_shared<const Image>(
                  read_surface(load_thumbnail(context_, file, picture_side).get())));
}

void StyleChooser::take_file(const std::string& file) {
    take(
        [&] { return picture_in(file); },
        [&] {
            state_.styles().set_file(file);
            browser_.remember(file);
        });
}

void StyleChooser::take_open_picture(const OpenPicture& picture) {
    take(
        [&] {
            return picture_of({picture.file, 1, {}, picture});
        },
        [&] { state_.styles().set_open_picture(picture); });
}

void StyleChooser::take(
    const std::function<std::shared_ptr<const Image>()>& load, const std::function<void()>& keep) {
    looked_at_ = nullptr;
    try {
        pictures_[state_.styles().current_index()] = load();
        keep();
        reports_.complain({});
    } catch (const Error& error) {
        reports_.complain(error.what());
    }
    show_chosen();
    reports_.chosen();
}

// What cannot be read is complained about when it is chosen.
void StyleChooser::look_at(const std::string& file) {
    try {
        looked_at_ = picture_in(file);
    } catch (const Error&) {
        looked_at_ = nullptr;
    }
    reports_.looked_at();
}

void StyleChooser::look_away() {
    if (!looked_at_)
        return;
    looked_at_ = nullptr;
    reports_.looked_at();
}

void StyleChooser::complain_about_place() {
    reports_.complain(_("The style must be a file on this computer."));
    show_chosen();
}

void StyleChooser::make_current(std::size_t index) {
    looked_at_ = nullptr;
    state_.styles().make_current(index);
    show_chosen();
    reports_.chosen();
}

void StyleChooser::add_style() {
    state_.styles().add();
    pictures_.resize(state_.styles().list().size());
    make_current(state_.styles().current_index());
}

void StyleChooser::remove_style() {
    pictures_.erase(pictures_.begin() + std::ptrdiff_t(state_.styles().current_index()));
    state_.styles().remove();
    make_current(state_.styles().current_index());
}

void StyleChooser::look_at_document() {
    if (!context_.regions)
        return;
    state_.styles().set_document_regions(context_.regions());
    show_chosen();
}

std::vector<ShownStyle> StyleChooser::styles() const {
    std::vector<ShownStyle> shown;
    const std::vector<ListedStyle>& list = state_.styles().list();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const bool is_looked_at = looked_at_ && i == state_.styles().current_index();
        if (const auto& picture = is_looked_at ? looked_at_ : pictures_[i])
            shown.push_back({picture, list[i].weight, list[i].region});
    }
    return shown;
}

std::string StyleChooser::chosen_file() const {
    const ListedStyle& style = state_.styles().current();
    return style.open_picture.id == 0 ? style.file : "";
}

StylePicture StyleChooser::description_of(const ListedStyle& style) const {
    if (style.open_picture.id != 0)
        return {{}, style.open_picture.name, _("An image that is open")};
    if (style.file.empty())
        return {{}, {}, _("Choose the picture whose strokes and colours are painted.")};
    return browser_.library().describe(style.file);
}

void StyleChooser::show_chosen() {
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(button_);
    const ChosenStyles& styles = state_.styles();
    const std::string file = chosen_file();
    if (file.empty())
        gtk_file_chooser_unselect_all(chooser);
    else
        gtk_file_chooser_set_filename(chooser, file.c_str());
    const auto& picture = pictures_[styles.current_index()];
    view_.show(picture ? make_surface(picture->view(), picture_side) : nullptr);
    const StylePicture described = description_of(styles.current());
    const GlibText marked(g_markup_printf_escaped("<b>%s</b>", described.title.c_str()));
    gtk_label_set_markup(GTK_LABEL(title_), marked.get());
    set_label_text(remark_, described.detail);
    gtk_widget_set_visible(chosen_, !styles.are_several());
    std::vector<StyleRows::Row> rows;
    for (std::size_t i = 0; i < pictures_.size(); ++i) {
        const ListedStyle& style = styles.list()[i];
        rows.push_back(
            {style.has_picture() ? description_of(style).title : _("Choose a painting"),
             pictures_[i]});
    }
    rows_.show(rows);
    gtk_widget_set_sensitive(favourite_, !file.empty());
    gtk_toggle_button_set_active(
        GTK_TOGGLE_BUTTON(favourite_), !file.empty() && browser_.is_favourite(file));
    browser_.show_chosen(file);
}

} // namespace style_transfer
