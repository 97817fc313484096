// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/clipboard.h"

namespace style_transfer {

void copy_to_clipboard(GtkWidget* widget, const std::string& text) {
    GtkClipboard* clipboard = gtk_widget_get_clipboard(widget, GDK_SELECTION_CLIPBOARD);
    gtk_clipboard_set_text(clipboard, text.data(), int(text.size()));
    gtk_clipboard_set_can_store(clipboard, nullptr, 0);
    gtk_clipboard_store(clipboard);
}

} // namespace style_transfer
