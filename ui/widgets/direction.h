// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

namespace style_transfer {

// Windows run in the direction in which the language of their texts is written. GTK goes by the
// locale, which is another language where GIMP's preferences, or LANGUAGE, ask for one. After GTK
// has started, before the first window.
void follow_direction_of_texts();

// For an entry of numbers, which are written from left to right in every language: else a sign
// would stand behind its number, and "%" before it.
void write_rightwards(GtkWidget* entry);

} // namespace style_transfer
