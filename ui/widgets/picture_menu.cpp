// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_menu.h"

#include "ui/widgets/layout.h"

#include <algorithm>

namespace style_transfer {

namespace {

constexpr int largest_height = 340; // then it scrolls
constexpr int name_width = 14;      // characters

GtkWidget* make_board(const std::string& name) {
    GtkWidget* board = gtk_flow_box_new();
    gtk_widget_set_name(board, name.c_str());
    gtk_flow_box_set_row_spacing(GTK_FLOW_BOX(board), small_gap);
    gtk_flow_box_set_column_spacing(GTK_FLOW_BOX(board), small_gap);
    gtk_flow_box_set_homogeneous(GTK_FLOW_BOX(board), TRUE);
    gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(board), GTK_SELECTION_SINGLE);
    gtk_flow_box_set_activate_on_single_click(GTK_FLOW_BOX(board), TRUE);
    return board;
}

GtkWidget* make_scroller(GtkWidget* child) {
    GtkWidget* scroller = gtk_scrolled_window_new(nullptr, nullptr);
    GtkScrolledWindow* window = GTK_SCROLLED_WINDOW(scroller);
    gtk_scrolled_window_set_policy(window, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(window, TRUE);
    gtk_scrolled_window_set_max_content_height(window, largest_height);
    gtk_container_add(GTK_CONTAINER(scroller), child);
    return scroller;
}

} // namespace

PictureMenu::PictureMenu(
    CallbackGuard& guard, const Look& look, std::function<std::vector<PictureItem>()> list)
    : guard_(guard), look_(look), list_(std::move(list)), button_(gtk_menu_button_new()),
      label_(gtk_label_new(nullptr)), board_(make_board(std::string(look.name) + "-items")),
      scroller_(make_scroller(board_)), nothing_(gtk_label_new(look.nothing.c_str())) {
    gtk_widget_set_name(button_, look.name);
    gtk_label_set_ellipsize(GTK_LABEL(label_), PANGO_ELLIPSIZE_END);
    gtk_label_set_xalign(GTK_LABEL(label_), 0);
    GtkWidget* face = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_box_pack_start(GTK_BOX(face), label_, TRUE, TRUE, 0);
    gtk_box_pack_start(
        GTK_BOX(face), gtk_image_new_from_icon_name("pan-down-symbolic", GTK_ICON_SIZE_BUTTON),
        FALSE, FALSE, 0);
    gtk_container_add(GTK_CONTAINER(button_), face);

    GtkWidget* column = make_column(0);
    gtk_container_set_border_width(GTK_CONTAINER(column), small_gap);
    gtk_box_pack_start(GTK_BOX(column), scroller_, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(column), nothing_, FALSE, FALSE, 0);
    gtk_widget_show_all(column);
    GtkWidget* popover = gtk_popover_new(button_);
    gtk_container_add(GTK_CONTAINER(popover), column);
    gtk_menu_button_set_popover(GTK_MENU_BUTTON(button_), popover);

    connect<void()>(button_, "toggled", guard, [this] {
        const bool opened = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(button_)) != FALSE;
        // The button's own would cover the pictures.
        gtk_widget_set_has_tooltip(button_, !opened);
        if (opened)
            fill();
        else
            loads_.reset();
    });
    connect<void(GtkFlowBoxChild*)>(
        board_, "child-activated", guard, [this](GtkFlowBoxChild* child) {
            // A copy: it may ask for the board once more.
            const auto choose = items_.at(std::size_t(gtk_flow_box_child_get_index(child))).choose;
            gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button_), FALSE);
            choose();
        });
}

void PictureMenu::set_label(const std::string& label) {
    gtk_label_set_text_with_mnemonic(GTK_LABEL(label_), label.c_str());
    gtk_label_set_mnemonic_widget(GTK_LABEL(label_), button_);
}

void PictureMenu::set_text(const std::string& text) {
    gtk_label_set_text(GTK_LABEL(label_), text.c_str());
}

void PictureMenu::fill() {
    gtk_container_foreach(
        GTK_CONTAINER(board_), [](GtkWidget* child, gpointer) { gtk_widget_destroy(child); },
        nullptr);
    items_ = list_();
    pictures_.clear();
    loaded_ = 0;
    gtk_widget_set_visible(scroller_, !items_.empty());
    gtk_widget_set_visible(nothing_, items_.empty());
    if (items_.empty())
        return;
    const unsigned columns = std::min(unsigned(look_.columns), unsigned(items_.size()));
    gtk_flow_box_set_min_children_per_line(GTK_FLOW_BOX(board_), columns);
    gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(board_), columns);
    for (const PictureItem& item : items_) {
        GtkWidget* child = add(item);
        if (item.current)
            gtk_flow_box_select_child(GTK_FLOW_BOX(board_), GTK_FLOW_BOX_CHILD(child));
    }
    gtk_widget_show_all(board_);
    // As the Tab key does, so that the arrow keys go on from there: to the one in use or the first.
    gtk_widget_child_focus(board_, GTK_DIR_TAB_FORWARD);
    loads_ = std::make_unique<Timer>(0, guard_, [this] {
        load_next();
        return loaded_ < items_.size();
    });
}

GtkWidget* PictureMenu::add(const PictureItem& item) {
    GtkWidget* picture =
        gtk_image_new_from_icon_name("image-x-generic-symbolic", GTK_ICON_SIZE_DND);
    gtk_widget_set_size_request(picture, look_.picture.width, look_.picture.height);
    GtkWidget* name = gtk_label_new(item.name.c_str());
    gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_max_width_chars(GTK_LABEL(name), name_width);
    GtkWidget* cell = make_column(2);
    gtk_box_pack_start(GTK_BOX(cell), picture, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(cell), name, FALSE, FALSE, 0);
    GtkWidget* child = gtk_flow_box_child_new();
    gtk_container_add(GTK_CONTAINER(child), cell);
    if (!item.tooltip.empty())
        gtk_widget_set_tooltip_text(child, item.tooltip.c_str());
    atk_object_set_name(gtk_widget_get_accessible(child), item.name.c_str());
    gtk_flow_box_insert(GTK_FLOW_BOX(board_), child, -1);
    pictures_.push_back(picture);
    return child;
}

void PictureMenu::load_next() {
    const std::size_t index = loaded_++;
    items_.at(index).load(GTK_IMAGE(pictures_.at(index)));
}

} // namespace style_transfer
