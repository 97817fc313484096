// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/layout.h"

#include "ui/widgets/callbacks.h"

namespace style_transfer {

GtkWidget* make_column(int spacing) {
    return gtk_box_new(GTK_ORIENTATION_VERTICAL, spacing);
}

GtkWidget* make_grid() {
    GtkWidget* grid = gtk_grid_new();
    gtk_grid_set_row_spacing(GTK_GRID(grid), small_gap);
    gtk_grid_set_column_spacing(GTK_GRID(grid), gap);
    return grid;
}

GtkWidget* make_section(GtkWidget* title, GtkWidget* body) {
    GtkWidget* section = make_column(small_gap);
    gtk_widget_set_margin_start(body, gap);
    gtk_box_pack_start(GTK_BOX(section), title, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(section), body, TRUE, TRUE, 0);
    return section;
}

GtkWidget* make_section(const std::string& title, GtkWidget* body) {
    GtkWidget* label = gtk_label_new(nullptr);
    const GlibText markup(g_markup_printf_escaped("<b>%s</b>", title.c_str()));
    gtk_label_set_markup(GTK_LABEL(label), markup.get());
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    return make_section(label, body);
}

void align_buttons(GtkDialog* dialog, GtkWidget* any_button) {
    gtk_container_set_border_width(GTK_CONTAINER(gtk_dialog_get_content_area(dialog)), 0);
    GtkWidget* buttons = gtk_widget_get_parent(any_button);
    gtk_box_set_spacing(GTK_BOX(buttons), small_gap);
    gtk_widget_set_margin_start(buttons, gap);
    gtk_widget_set_margin_end(buttons, gap);
    gtk_widget_set_margin_bottom(buttons, gap);
}

GtkWidget* make_label(const std::string& text, GtkWidget* target) {
    GtkWidget* label = gtk_label_new_with_mnemonic(text.c_str());
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), target);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    return label;
}

GtkWidget* make_remark() {
    GtkWidget* remark = gtk_label_new(nullptr);
    gtk_label_set_xalign(GTK_LABEL(remark), 0);
    gtk_label_set_line_wrap(GTK_LABEL(remark), TRUE);
    gtk_label_set_width_chars(GTK_LABEL(remark), 20);
    gtk_label_set_max_width_chars(GTK_LABEL(remark), 30);
    gtk_style_context_add_class(gtk_widget_get_style_context(remark), GTK_STYLE_CLASS_DIM_LABEL);
    return remark;
}

void set_label_text(GtkWidget* label, const std::string& text) {
    if (text != gtk_label_get_text(GTK_LABEL(label)))
        gtk_label_set_text(GTK_LABEL(label), text.c_str());
}

} // namespace style_transfer
