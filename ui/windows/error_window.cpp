// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/error_window.h"
#include "engine/base/translation.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/clipboard.h"
#include "ui/widgets/window_context.h"

namespace style_transfer {

void show_error(const WindowContext& context, const std::string& sentence) {
    const WindowPointer window(gtk_message_dialog_new(
        nullptr, GTK_DIALOG_MODAL, GTK_MESSAGE_ERROR, GTK_BUTTONS_NONE, "%s",
        _("The style transfer could not be done")));
    gtk_message_dialog_format_secondary_text(
        GTK_MESSAGE_DIALOG(window.get()), "%s", sentence.c_str());
    constexpr int copy = 1;
    if (context.diagnostics) {
        GtkWidget* button =
            gtk_dialog_add_button(GTK_DIALOG(window.get()), _("Copy _Diagnostics"), copy);
        gtk_widget_set_name(button, "copy-diagnostics");
        gtk_widget_set_tooltip_text(
            button, _("Copies this message, versions and what the computer has, for a report of "
                      "the fault"));
    }
    gtk_dialog_add_button(GTK_DIALOG(window.get()), _("_Close"), GTK_RESPONSE_CLOSE);
    gtk_dialog_set_default_response(GTK_DIALOG(window.get()), GTK_RESPONSE_CLOSE);
    gtk_window_set_title(GTK_WINDOW(window.get()), _("Style Transfer"));
    gtk_widget_set_name(window.get(), "error-window");
    gtk_widget_realize(window.get());
    if (context.attach)
        context.attach(GTK_WINDOW(window.get()));
    while (gtk_dialog_run(GTK_DIALOG(window.get())) == copy)
        copy_to_clipboard(window.get(), sentence + "\n\n" + context.diagnostics());
}

} // namespace style_transfer
