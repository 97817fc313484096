// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/callbacks.h"

#include <filesystem>

namespace style_transfer {

// The help page of this installation, in the user's language (that of g_get_language_names, as the
// windows) or else in English: below $STYLE_TRANSFER_DATA, the user's or the system's data folder,
// or where it was installed. Empty when there is none.
std::filesystem::path find_help_page();

// Gives a dialog a Help button beside `any_button`, and the key F1, which open the help page in the
// user's browser. A page that cannot be opened is named in a window.
void add_help_button(GtkDialog* dialog, GtkWidget* any_button, CallbackGuard& guard);

} // namespace style_transfer
