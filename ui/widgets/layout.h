// SPDX-License-Identifier: GPL-3.0-or-later
// The few shapes from which the windows are laid out: 12 pixels around and between things, 6
// between rows, 18 between sections, as the GNOME guidelines have it.
#pragma once

#include <gtk/gtk.h>

#include <string>

namespace style_transfer {

inline constexpr int small_gap = 6;
inline constexpr int gap = 12;
inline constexpr int section_gap = 18;

GtkWidget* make_column(int spacing);
GtkWidget* make_grid();

// A bold title (or any other widget) above an indented body.
GtkWidget* make_section(const std::string& title, GtkWidget* body);
GtkWidget* make_section(GtkWidget* title, GtkWidget* body);

// Gives the dialog's row of buttons the same margins as everything else.
void align_buttons(GtkDialog* dialog, GtkWidget* any_button);

// Left-aligned; the underlined letter of `text` activates `target`.
GtkWidget* make_label(const std::string& text, GtkWidget* target);

// A quiet remark, wrapped where needed.
GtkWidget* make_remark();
// Only where it differs: what is the same is not drawn again.
void set_label_text(GtkWidget* label, const std::string& text);

} // namespace style_transfer
