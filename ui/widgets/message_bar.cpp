// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

namespace style_transfer {

MessageBar::MessageBar(CallbackGuard& guard)
    : bar_(gtk_info_bar_new()), text_(gtk_label_new(nullptr)) {
    gtk_widget_set_name(bar_, "message");
    gtk_info_bar_set_message_type(GTK_INFO_BAR(bar_), GTK_MESSAGE_ERROR);
    // GIMP's dark theme writes light on the light ground of an error: an icon says it instead.
    gtk_style_context_remove_class(gtk_widget_get_style_context(bar_), GTK_STYLE_CLASS_ERROR);
    gtk_info_bar_set_show_close_button(GTK_INFO_BAR(bar_), TRUE);
    gtk_label_set_line_wrap(GTK_LABEL(text_), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(text_), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_max_width_chars(GTK_LABEL(text_), 80);
    gtk_label_set_xalign(GTK_LABEL(text_), 0);
    gtk_label_set_selectable(GTK_LABEL(text_), TRUE);
    gtk_widget_set_can_focus(text_, FALSE);
    GtkWidget* icon = gtk_image_new_from_icon_name("dialog-error", GTK_ICON_SIZE_LARGE_TOOLBAR);
    for (GtkWidget* part : {icon, text_}) {
        gtk_container_add(GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(bar_))), part);
        gtk_widget_show(part);
    }
    gtk_widget_set_no_show_all(bar_, TRUE);
    connect<void(int)>(bar_, "response", guard, [this](int) { show({}); });
}

void MessageBar::show(const std::string& sentence) {
    gtk_label_set_text(GTK_LABEL(text_), sentence.c_str());
    gtk_widget_set_visible(bar_, !sentence.empty());
}

} // namespace style_transfer
