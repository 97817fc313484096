// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_menu.h"

#include "ui/widgets/layout.h"

namespace style_transfer {

namespace {

constexpr int largest_height = 340; // then it scrolls

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
    : list_(std::move(list)),
      board_(guard, {std::string(look.name) + "-items", look.picture, look.columns, look.columns}),
      button_(gtk_menu_button_new()), label_(gtk_label_new(nullptr)),
      scroller_(make_scroller(board_.widget())), nothing_(gtk_label_new(look.nothing.c_str())) {
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
            board_.stop_loading();
    });
    board_.on_choose = [this] { gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button_), FALSE); };
}

void PictureMenu::set_label(const std::string& label) {
    gtk_label_set_text_with_mnemonic(GTK_LABEL(label_), label.c_str());
    gtk_label_set_mnemonic_widget(GTK_LABEL(label_), button_);
}

void PictureMenu::set_text(const std::string& text) {
    gtk_label_set_text(GTK_LABEL(label_), text.c_str());
}

void PictureMenu::fill() {
    board_.show(list_());
    gtk_widget_set_visible(scroller_, !board_.empty());
    gtk_widget_set_visible(nothing_, board_.empty());
    // As the Tab key does, so that the arrow keys go on from there: to the one in use or the first.
    if (!board_.empty())
        gtk_widget_child_focus(board_.widget(), GTK_DIR_TAB_FORWARD);
}

} // namespace style_transfer
