// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/repaint_window.h"

#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/callbacks.h"

#include <gtk/gtk.h>

namespace style_transfer {

namespace {

enum Response { above = 1, painting_itself };

} // namespace

Repaint ask_what_to_repaint(
    const WindowContext& context, const std::string& painting, const std::string& photo) {
    const WindowPointer window(gtk_message_dialog_new(
        nullptr, GTK_DIALOG_MODAL, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE, "%s",
        formatted(_("\"%s\" was painted by Style Transfer."), painting.c_str()).c_str()));
    gtk_message_dialog_format_secondary_text(
        GTK_MESSAGE_DIALOG(window.get()), "%s",
        formatted(
            _("The layer beneath, \"%s\", can be painted again; the dialog then has the settings "
              "of the painting."),
            photo.c_str())
            .c_str());
    gtk_window_set_title(GTK_WINDOW(window.get()), _("Style Transfer"));
    gtk_widget_set_name(window.get(), "repaint-window");
    GtkDialog* dialog = GTK_DIALOG(window.get());
    const auto add = [&](const char* text, int response, const char* name, const char* tooltip) {
        GtkWidget* button = gtk_dialog_add_button(dialog, text, response);
        gtk_widget_set_name(button, name);
        gtk_widget_set_tooltip_text(button, tooltip);
    };
    add(_("_Cancel"), GTK_RESPONSE_CANCEL, "cancel", nullptr);
    add(_("Paint _This Layer"), painting_itself, "painting", _("Takes the painting as the photo"));
    add(_("Paint a _New Layer"), above, "above",
        _("Paints the photo again, as a layer above the painting"));
    add(_("_Replace This Layer"), GTK_RESPONSE_ACCEPT, "in-place",
        _("Paints the photo again, in place of the painting"));
    gtk_dialog_set_default_response(dialog, GTK_RESPONSE_ACCEPT);
    gtk_widget_realize(window.get());
    if (context.attach)
        context.attach(GTK_WINDOW(window.get()));
    switch (gtk_dialog_run(dialog)) {
    case GTK_RESPONSE_ACCEPT:
        return Repaint::in_place;
    case above:
        return Repaint::above;
    case painting_itself:
        return Repaint::painting;
    default:
        return Repaint::cancelled;
    }
}

} // namespace style_transfer
