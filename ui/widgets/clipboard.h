// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

#include <string>

namespace style_transfer {

// Copies text, which stays when this process ends: GIMP goes on. `widget` is on a screen.
void copy_to_clipboard(GtkWidget* widget, const std::string& text);

} // namespace style_transfer
