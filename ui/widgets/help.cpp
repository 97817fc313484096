// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/help.h"

#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/data_files.h"

#include <string>

namespace style_transfer {

namespace {

namespace fs = std::filesystem;

void tell(GtkWindow* parent, const std::string& sentence) {
    const WindowPointer window(gtk_message_dialog_new(
        parent, GTK_DIALOG_MODAL, GTK_MESSAGE_INFO, GTK_BUTTONS_NONE, "%s", sentence.c_str()));
    gtk_widget_set_name(window.get(), "help-message");
    gtk_dialog_add_button(GTK_DIALOG(window.get()), _("_Close"), GTK_RESPONSE_CLOSE);
    gtk_window_set_title(GTK_WINDOW(window.get()), _("Style Transfer"));
    gtk_dialog_run(GTK_DIALOG(window.get()));
}

void open_page(GtkWindow* window) {
    const fs::path page = find_help_page();
    if (page.empty()) {
        tell(
            window, _("The help page is not there. Install gimp-style-transfer again to have it."));
        return;
    }
    const GlibText uri(g_filename_to_uri(page.c_str(), nullptr, nullptr));
    if (!gtk_show_uri_on_window(window, uri.get(), gtk_get_current_event_time(), nullptr))
        tell(
            window, formatted(
                        _("No program was found that opens web pages. The help page is %s."),
                        page.c_str()));
}

} // namespace

std::filesystem::path find_help_page() {
    for (const char* const* name = g_get_language_names(); *name; ++name) {
        const std::string language = *name;
        if (language == "en" || language == "C") // what the page is written in
            break;
        fs::path page = find_data_file("help/style-transfer." + language + ".html");
        if (!page.empty())
            return page;
    }
    return find_data_file("help/style-transfer.html");
}

void add_help_button(GtkDialog* dialog, GtkWidget* any_button, CallbackGuard& guard) {
    // Not an answer, so it is no button of the dialog's own: those end it.
    GtkWidget* button = gtk_button_new_with_mnemonic(_("_Help"));
    gtk_widget_set_name(button, "help");
    gtk_widget_set_tooltip_text(button, _("Open the help page in the browser (F1)"));
    GtkWidget* buttons = gtk_widget_get_parent(any_button);
    gtk_box_pack_start(GTK_BOX(buttons), button, FALSE, TRUE, 0);
    gtk_button_box_set_child_secondary(GTK_BUTTON_BOX(buttons), button, TRUE);
    gtk_widget_show(button);
    const auto open = [dialog] { open_page(GTK_WINDOW(dialog)); };
    connect<void()>(button, "clicked", guard, open);
    connect<gboolean(GdkEventKey*)>(
        dialog, "key-press-event", guard, [open](GdkEventKey* event) -> gboolean {
            if (event->keyval != GDK_KEY_F1 ||
                (event->state & gtk_accelerator_get_default_mod_mask()) != 0)
                return FALSE;
            open();
            return TRUE;
        });
}

} // namespace style_transfer
