// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_rows.h"

#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/direction.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/picture_view.h"

#include <algorithm>
#include <utility>

namespace style_transfer {

namespace {

constexpr Size picture_size{40, 30};
constexpr int picture_side = 160; // pixels: enough for every screen
constexpr int most_height = 130;  // three rows; then it scrolls
constexpr int place_width = 10;   // characters
constexpr int weight_width = 4;
constexpr double least_weight = 0.01;
constexpr double largest_weight = 1000;

GtkWidget* make_text(GtkWidget* column) {
    GtkWidget* label = gtk_label_new(nullptr);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_box_pack_start(GTK_BOX(column), label, FALSE, FALSE, 0);
    return label;
}

} // namespace

StyleRows::StyleRows(CallbackGuard& guard, ChosenStyles& styles, Actions actions)
    : guard_(guard), styles_(styles), actions_(std::move(actions)),
      scroller_(gtk_scrolled_window_new(nullptr, nullptr)), list_(gtk_list_box_new()),
      controls_(make_column(small_gap)), places_(make_places(guard)),
      place_label_(make_label(_("_Where"), places_)),
      add_(make_add(guard, gtk_button_new_with_mnemonic(_("A_dd a Painting")), "style-add")),
      add_more_(make_add(
          guard, gtk_button_new_from_icon_name("list-add-symbolic", GTK_ICON_SIZE_BUTTON),
          "style-add-more")),
      weight_(make_weight(guard)), weight_row_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap)) {
    GtkScrolledWindow* scroller = GTK_SCROLLED_WINDOW(scroller_);
    gtk_scrolled_window_set_policy(scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(scroller, TRUE);
    gtk_scrolled_window_set_max_content_height(scroller, most_height);
    gtk_scrolled_window_set_shadow_type(scroller, GTK_SHADOW_IN);
    gtk_container_add(GTK_CONTAINER(scroller_), list_);
    gtk_widget_set_no_show_all(scroller_, TRUE);
    gtk_widget_set_name(list_, "styles");
    gtk_list_box_set_selection_mode(GTK_LIST_BOX(list_), GTK_SELECTION_BROWSE);
    atk_object_set_name(gtk_widget_get_accessible(list_), _("Styles"));
    gtk_widget_show(list_);
    connect<void(GtkListBoxRow*)>(list_, "row-selected", guard, [this](GtkListBoxRow* row) {
        if (!showing_ && row)
            actions_.choose(std::size_t(gtk_list_box_row_get_index(row)));
    });

    GtkWidget* place_row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_box_pack_start(GTK_BOX(place_row), place_label_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(place_row), places_, TRUE, TRUE, 0);
    atk_object_set_name(gtk_widget_get_accessible(add_more_), _("Add a painting"));
    gtk_widget_set_no_show_all(places_, TRUE);
    gtk_widget_set_no_show_all(place_label_, TRUE);
    GtkBox* weight_row = GTK_BOX(weight_row_);
    GtkWidget* weight_label = make_label(_("W_eight"), weight_);
    GtkWidget* remove = make_remove(guard);
    for (GtkWidget* widget : {weight_label, weight_, remove, add_more_})
        gtk_widget_show(widget);
    gtk_box_pack_start(weight_row, weight_label, FALSE, FALSE, 0);
    gtk_box_pack_start(weight_row, weight_, TRUE, TRUE, 0);
    gtk_box_pack_end(weight_row, add_more_, FALSE, FALSE, 0);
    gtk_box_pack_end(weight_row, remove, FALSE, FALSE, 0);
    gtk_widget_set_no_show_all(weight_row_, TRUE);
    gtk_box_pack_start(GTK_BOX(controls_), place_row, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(controls_), weight_row_, FALSE, FALSE, 0);
}

GtkWidget* StyleRows::make_places(CallbackGuard& guard) {
    GtkWidget* combo = gtk_combo_box_text_new();
    gtk_widget_set_name(combo, "style-place");
    gtk_widget_set_tooltip_text(
        combo, _("Where this style is painted: the selection, the layer mask, a channel, or what "
                 "is visible of another layer. Where no style is painted the photo stays"));
    atk_object_set_name(gtk_widget_get_accessible(combo), _("Where this style is painted"));
    // Else it would lose the focus whenever its texts change.
    gtk_combo_box_set_button_sensitivity(GTK_COMBO_BOX(combo), GTK_SENSITIVITY_ON);
    // Names of layers can be of any length.
    GList* cells = gtk_cell_layout_get_cells(GTK_CELL_LAYOUT(combo));
    g_object_set(
        cells->data, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", place_width, nullptr);
    g_list_free(cells);
    connect<void()>(combo, "changed", guard, [this] {
        const int place = gtk_combo_box_get_active(GTK_COMBO_BOX(places_));
        if (showing_ || place < 0)
            return;
        styles_.set_region(shown_regions_.at(std::size_t(place)));
        actions_.changed();
    });
    return combo;
}

GtkWidget* StyleRows::make_weight(CallbackGuard& guard) {
    GtkWidget* spin = gtk_spin_button_new_with_range(least_weight, largest_weight, 0.1);
    gtk_entry_set_width_chars(GTK_ENTRY(spin), weight_width);
    gtk_entry_set_activates_default(GTK_ENTRY(spin), TRUE);
    write_rightwards(spin);
    gtk_widget_set_name(spin, "style-list-weight");
    gtk_widget_set_tooltip_text(
        spin, _("How much of its place goes to this style where others are painted too: with 2 "
                "and 1 two thirds and one third"));
    atk_object_set_name(gtk_widget_get_accessible(spin), _("Weight of this style"));
    connect<void()>(spin, "value-changed", guard, [this] {
        if (showing_)
            return;
        styles_.set_weight(gtk_spin_button_get_value(GTK_SPIN_BUTTON(weight_)));
        actions_.changed();
    });
    return spin;
}

GtkWidget* StyleRows::make_add(CallbackGuard& guard, GtkWidget* button, const char* name) {
    gtk_widget_set_name(button, name);
    gtk_widget_set_tooltip_text(
        button, _("One more style, for another part of the picture or mixed with this one"));
    connect<void()>(button, "clicked", guard, [this] { actions_.add(); });
    return button;
}

GtkWidget* StyleRows::make_remove(CallbackGuard& guard) {
    GtkWidget* button = gtk_button_new_from_icon_name("user-trash-symbolic", GTK_ICON_SIZE_BUTTON);
    const char* text = _("Remove this style from the list");
    gtk_widget_set_name(button, "style-remove");
    gtk_widget_set_tooltip_text(button, text);
    atk_object_set_name(gtk_widget_get_accessible(button), text);
    connect<void()>(button, "clicked", guard, [this] { actions_.remove(); });
    return button;
}

StyleRows::RowWidgets StyleRows::make_row() const {
    GtkWidget* row = gtk_list_box_row_new();
    auto view = std::make_unique<PictureView>(guard_, picture_size, _("Style picture"));
    GtkWidget* words = make_column(0);
    gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
    GtkWidget* title = make_text(words);
    GtkWidget* place = make_text(words);
    gtk_style_context_add_class(gtk_widget_get_style_context(place), GTK_STYLE_CLASS_DIM_LABEL);
    GtkWidget* line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_container_set_border_width(GTK_CONTAINER(line), 2);
    gtk_box_pack_start(GTK_BOX(line), view->widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(line), words, TRUE, TRUE, 0);
    gtk_container_add(GTK_CONTAINER(row), line);
    gtk_container_add(GTK_CONTAINER(list_), row);
    gtk_widget_show_all(row);
    return {row, title, place, std::move(view)};
}

void StyleRows::fill_row(std::size_t index, const Row& row) {
    RowWidgets& widgets = rows_[index];
    const std::string place = styles_.place_text(index);
    set_label_text(widgets.title, row.title);
    set_label_text(widgets.place, place);
    atk_object_set_name(gtk_widget_get_accessible(widgets.row), (row.title + ", " + place).c_str());
    if (widgets.picture != row.picture)
        widgets.view->show(row.picture ? make_surface(row.picture->view(), picture_side) : nullptr);
    widgets.picture = row.picture;
}

void StyleRows::fill_places() {
    std::vector<StyleRegion> regions = styles_.regions_to_choose();
    std::vector<std::string> texts;
    for (const StyleRegion& region : regions) {
        const std::string text = styles_.region_text(region);
        texts.push_back(
            styles_.is_missing(region) ? formatted(_("%s (not there)"), text.c_str()) : text);
    }
    if (texts != shown_places_) {
        gtk_combo_box_text_remove_all(GTK_COMBO_BOX_TEXT(places_));
        for (const std::string& text : texts)
            gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(places_), text.c_str());
        shown_places_ = std::move(texts);
    }
    shown_regions_ = std::move(regions);
    const auto found = std::ranges::find(shown_regions_, styles_.current().region);
    gtk_combo_box_set_active(GTK_COMBO_BOX(places_), int(found - shown_regions_.begin()));
    for (GtkWidget* widget : {places_, place_label_})
        gtk_widget_set_visible(widget, styles_.knows_document());
}

void StyleRows::show(const std::vector<Row>& rows) {
    const bool outer = std::exchange(showing_, true);
    while (rows_.size() > rows.size()) {
        gtk_widget_destroy(rows_.back().row);
        rows_.pop_back();
    }
    while (rows_.size() < rows.size())
        rows_.push_back(make_row());
    for (std::size_t i = 0; i < rows.size(); ++i)
        fill_row(i, rows[i]);
    gtk_list_box_select_row(
        GTK_LIST_BOX(list_), GTK_LIST_BOX_ROW(rows_[styles_.current_index()].row));
    // On a low screen the page scrolls, not three rows in the height of one.
    GtkRequisition natural{};
    gtk_widget_get_preferred_size(list_, nullptr, &natural);
    gtk_scrolled_window_set_min_content_height(
        GTK_SCROLLED_WINDOW(scroller_), std::min(natural.height, most_height));
    gtk_widget_set_visible(scroller_, styles_.are_several());
    gtk_widget_set_visible(weight_row_, styles_.are_several());
    gtk_widget_set_sensitive(add_more_, styles_.can_add());
    const double weight = styles_.current().weight;
    // What a script has set may have more than two, and the text is read back.
    gtk_spin_button_set_digits(GTK_SPIN_BUTTON(weight_), unsigned(decimals_for(weight, 2)));
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(weight_), weight);
    fill_places();
    showing_ = outer;
}

} // namespace style_transfer
