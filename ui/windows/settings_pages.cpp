// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/settings_pages.h"

#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "ui/widgets/layout.h"

#include <algorithm>

namespace style_transfer {

namespace {

// Points, as GTK counts: half of the pixels on a screen of twice the scale.
constexpr int two_columns_from = 1200; // of the screen
constexpr int room_for_sliders = 380;  // between their labels and numbers
constexpr int around_pages = 230;      // title, preset, tabs and buttons: what does not scroll
constexpr int least_height = 140;

void turn_with_keys(GtkWidget* window, GtkWidget* book, CallbackGuard& guard) {
    // A notebook itself hears these keys only while the focus is in it.
    connect<gboolean(GdkEventKey*)>(
        window, "key-press-event", guard, [book](GdkEventKey* event) -> gboolean {
            if ((event->state & GDK_CONTROL_MASK) == 0)
                return FALSE;
            if (event->keyval == GDK_KEY_Page_Down)
                gtk_notebook_next_page(GTK_NOTEBOOK(book));
            else if (event->keyval == GDK_KEY_Page_Up)
                gtk_notebook_prev_page(GTK_NOTEBOOK(book));
            else
                return FALSE;
            return TRUE;
        });
}

} // namespace

class SettingsPages::Column {
  public:
    explicit Column(const Parts& parts)
        : parts_(parts), labels_(gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL)) {
        parts_.controls.align_labels(labels_.get());
    }
    ~Column() { parts_.controls.align_labels(nullptr); }
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;

    GtkWidget* widget() const { return column_; }

    Column& style() {
        // The board of paintings takes what height is left.
        return add(make_section(_("Style"), parts_.style), /*grows=*/true);
    }
    Column& look() {
        GtkWidget* grid = make_grid();
        parts_.controls.add_look(grid);
        parts_.controls.add_choice(grid, "palette");
        return add(make_section(_("Look"), grid));
    }
    Column& quality() {
        GtkWidget* grid = make_grid();
        parts_.controls.add_choice(grid, "quality");
        parts_.controls.add_widget(grid, {}, parts_.working_size);
        parts_.controls.add_widget(grid, {}, parts_.estimate);
        return add(make_section(_("Size and time"), grid));
    }
    Column& weights() {
        GtkWidget* grid = make_grid();
        for (const char* name : {"content-weight", "style-weight", "variation-weight"})
            parts_.controls.add_number(grid, name);
        parts_.controls.add_content_layer(grid);
        return add(make_section(_("Weights"), grid));
    }
    Column& layers() {
        return add(make_section(
            _("Style layers, from fine grain to large forms"),
            parts_.controls.make_style_layers()));
    }
    Column& painting() {
        GtkWidget* grid = make_grid();
        parts_.controls.add_group(grid, Group::method, {"quality"});
        return add(make_section(_("Painting"), grid));
    }
    // The rest of what the window of the result has, too.
    Column& photo() {
        GtkWidget* grid = make_grid();
        for (const char* name :
             {"opacity", "detail", "fine-detail", "medium-detail", "coarse-detail"})
            parts_.controls.add_number(grid, name);
        return add(make_section(_("Painting and photo"), grid));
    }
    Column& enhancement() {
        GtkWidget* grid = make_grid();
        for (const char* name : {"brightness", "colour", "sharpness"})
            parts_.controls.add_number(grid, name);
        return add(make_section(parts_.controls.make_enhance_switch(), grid));
    }
    Column& network() {
        GtkWidget* grid = make_grid();
        parts_.controls.add_widget(grid, _(find_parameter("model")->label), parts_.model.kind());
        parts_.controls.add_widget(grid, {}, parts_.model.file());
        parts_.controls.add_widget(grid, {}, parts_.model.download());
        return add(make_section(_("Network"), grid));
    }
    Column& computer() {
        GtkWidget* grid = make_grid();
        parts_.controls.add_group(grid, Group::computer, {"model"});
        return add(make_section(_("Computer"), grid));
    }

  private:
    Column& add(GtkWidget* section, bool grows = false) {
        gtk_box_pack_start(GTK_BOX(column_), section, grows, TRUE, 0);
        return *this;
    }

    const Parts& parts_;
    const ObjectPointer<GtkSizeGroup> labels_;
    GtkWidget* column_ = make_column(section_gap);
};

SettingsPages::SettingsPages(
    CallbackGuard& guard, GtkWidget* window, Size screen, const Parts& parts)
    : screen_(screen), book_(gtk_notebook_new()) {
    gtk_widget_set_name(book_, "pages");
    if (screen_.width >= two_columns_from) {
        GtkWidget* style = Column(parts).style().widget();
        GtkWidget* look = Column(parts).look().quality().widget();
        gtk_widget_set_size_request(look, room_for_sliders, -1);
        add_page(_("Basic"), {style, look});
    } else {
        add_page(_("Basic"), {Column(parts).style().look().quality().widget()});
    }
    add_page(_("Advanced"), {Column(parts).weights().layers().painting().widget()});
    add_page(_("Finish"), {Column(parts).photo().enhancement().widget()});
    add_page(_("Computer"), {Column(parts).network().computer().widget()});
    turn_with_keys(window, book_, guard);
}

void SettingsPages::add_page(const char* title, const std::vector<GtkWidget*>& columns) {
    GtkWidget* page = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2 * gap);
    gtk_container_set_border_width(GTK_CONTAINER(page), gap);
    for (GtkWidget* column : columns)
        gtk_box_pack_start(GTK_BOX(page), column, TRUE, TRUE, 0);
    GtkWidget* scroller = gtk_scrolled_window_new(nullptr, nullptr);
    GtkScrolledWindow* scrolled = GTK_SCROLLED_WINDOW(scroller);
    gtk_scrolled_window_set_policy(scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(scrolled, TRUE);
    gtk_scrolled_window_set_max_content_height(
        scrolled, std::max(screen_.height - around_pages, least_height));
    gtk_container_add(GTK_CONTAINER(scroller), page);
    pages_.push_back(scroller);
    gtk_notebook_append_page(GTK_NOTEBOOK(book_), scroller, gtk_label_new(title));
}

void SettingsPages::fix_width(int most) {
    // What the first page asks for, and no less than the others need.
    int width = 0;
    for (GtkWidget* page : pages_) {
        GtkRequisition least{};
        GtkRequisition natural{};
        gtk_widget_get_preferred_size(page, &least, &natural);
        width = std::max(width, page == pages_.front() ? natural.width : least.width);
    }
    for (GtkWidget* page : pages_) {
        GtkScrolledWindow* scrolled = GTK_SCROLLED_WINDOW(page);
        gtk_scrolled_window_set_policy(scrolled, GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
        gtk_scrolled_window_set_min_content_width(scrolled, std::min(width, most));
    }
}

} // namespace style_transfer
