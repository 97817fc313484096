// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_browser.h"

#include "engine/base/translation.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/thumbnail.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace style_transfer {

namespace {

constexpr Size picture_size{80, 60};
constexpr int fewest_columns = 3;
constexpr int most_columns = 8;
// Three columns and two rows, with the frame that marks the chosen one.
constexpr int least_width = 290;
constexpr int least_height = 136;

GtkWidget* make_scroller(GtkWidget* child) {
    GtkWidget* scroller = gtk_scrolled_window_new(nullptr, nullptr);
    GtkScrolledWindow* window = GTK_SCROLLED_WINDOW(scroller);
    // It asks for the fewest columns only and fills what it gets.
    gtk_scrolled_window_set_policy(window, GTK_POLICY_EXTERNAL, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_min_content_width(window, least_width);
    gtk_scrolled_window_set_min_content_height(window, least_height);
    gtk_scrolled_window_set_shadow_type(window, GTK_SHADOW_IN);
    gtk_container_add(GTK_CONTAINER(scroller), child);
    return scroller;
}

} // namespace

StyleBrowser::StyleBrowser(
    const std::filesystem::path& preferences_file, CallbackGuard& guard, Actions actions)
    : preferences_file_(preferences_file), actions_(std::move(actions)),
      preferences_(read_preferences(preferences_file)),
      board_(guard, {"style-board", picture_size, fewest_columns, most_columns, /*names=*/false}),
      column_(make_column(small_gap)), row_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap)),
      folder_(make_folder_button(guard)), scroller_(make_scroller(board_.widget())),
      nothing_(make_remark()) {
    gtk_widget_set_valign(board_.widget(), GTK_ALIGN_START);
    atk_object_set_name(gtk_widget_get_accessible(board_.widget()), _("Paintings"));
    gtk_widget_set_name(nothing_, "style-board-nothing");
    gtk_widget_set_no_show_all(nothing_, TRUE);
    gtk_widget_set_no_show_all(scroller_, TRUE);
    gtk_widget_show_all(board_.widget());
    gtk_box_pack_start(GTK_BOX(row_), make_collections(guard), TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(column_), row_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column_), folder_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column_), scroller_, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(column_), nothing_, FALSE, FALSE, 0);
    board_.on_look_away = [this] { actions_.look_away(); };
    fill();
}

GtkWidget* StyleBrowser::make_collections(CallbackGuard& guard) {
    GtkWidget* combo = gtk_combo_box_text_new();
    // In the order of StyleCollection.
    for (const char* name :
         {_("Bundled paintings"), _("Favourites"), _("Last used"), _("A folder of yours")})
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), name);
    gtk_combo_box_set_active(GTK_COMBO_BOX(combo), int(preferences_.style_collection));
    gtk_widget_set_name(combo, "style-collection");
    gtk_widget_set_tooltip_text(combo, _("Which pictures stand below to choose from"));
    atk_object_set_name(gtk_widget_get_accessible(combo), _("Which paintings are shown"));
    connect<void()>(combo, "changed", guard, [this, combo] {
        preferences_.style_collection =
            StyleCollection(gtk_combo_box_get_active(GTK_COMBO_BOX(combo)));
        save();
        fill();
    });
    return combo;
}

GtkWidget* StyleBrowser::make_folder_button(CallbackGuard& guard) {
    GtkWidget* button = gtk_file_chooser_button_new(
        _("Choose a Folder of Paintings"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
    gtk_file_chooser_button_set_width_chars(GTK_FILE_CHOOSER_BUTTON(button), 18);
    gtk_widget_set_name(button, "style-folder");
    gtk_widget_set_tooltip_text(button, _("The folder whose pictures are shown"));
    atk_object_set_name(gtk_widget_get_accessible(button), _("Folder of paintings"));
    gtk_widget_set_no_show_all(button, TRUE);
    if (!preferences_.style_folder.empty())
        gtk_file_chooser_set_filename(GTK_FILE_CHOOSER(button), preferences_.style_folder.c_str());
    connect<void()>(button, "file-set", guard, [this] {
        const GlibText folder(gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(folder_)));
        preferences_.style_folder = folder ? folder.get() : "";
        save();
        fill();
    });
    return button;
}

void StyleBrowser::add_beside_collections(GtkWidget* widget) {
    gtk_box_pack_start(GTK_BOX(row_), widget, FALSE, FALSE, 0);
}

void StyleBrowser::fill() {
    actions_.look_away();
    pictures_ = library_.list(preferences_.style_collection, preferences_);
    std::vector<PictureItem> items;
    for (const StylePicture& picture : pictures_) {
        const std::string& file = picture.file;
        const bool known = !picture.detail.empty();
        items.push_back(
            {known ? picture.title + ", " + picture.detail : picture.title,
             known ? picture.title + "\n" + picture.detail : full_name(file),
             [file](GtkImage* image) { show_thumbnail_later(image, file, picture_size); },
             [this, file] { actions_.choose(file); }, file == chosen_,
             [this, file] { actions_.look_at(file); }});
    }
    board_.show(std::move(items));
    const bool is_folder = preferences_.style_collection == StyleCollection::folder;
    set_label_text(
        nothing_, preferences_.style_collection == StyleCollection::favourites
                      ? _("No favourites yet: the star beside a chosen style makes it one.")
                  : preferences_.style_collection == StyleCollection::recent
                      ? _("No style was chosen before.")
                  : is_folder && preferences_.style_folder.empty()
                      ? _("Choose the folder whose pictures are shown.")
                      : _("There are no pictures here."));
    gtk_widget_set_visible(folder_, is_folder);
    gtk_widget_set_visible(scroller_, !pictures_.empty());
    gtk_widget_set_visible(nothing_, pictures_.empty());
}

void StyleBrowser::show_chosen(const std::string& file) {
    chosen_ = file;
    const auto found = std::ranges::find(pictures_, file, &StylePicture::file);
    board_.mark(
        found == pictures_.end() ? std::nullopt
                                 : std::optional(std::size_t(found - pictures_.begin())));
}

void StyleBrowser::remember(const std::string& file) {
    preferences_ = with_recent_style(preferences_, file);
    save();
}

bool StyleBrowser::is_favourite(const std::string& file) const {
    return style_transfer::is_favourite(preferences_, file);
}

void StyleBrowser::set_favourite(const std::string& file, bool favourite) {
    preferences_ = with_favourite(preferences_, file, favourite);
    save();
    if (preferences_.style_collection == StyleCollection::favourites)
        fill();
}

void StyleBrowser::save() const {
    write_preferences(preferences_file_, preferences_);
}

} // namespace style_transfer
