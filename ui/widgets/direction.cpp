// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/direction.h"

#include "engine/base/translation.h"

#include <string_view>

namespace style_transfer {

void follow_direction_of_texts() {
    // TRANSLATORS: rtl where the language is written from right to left, else ltr.
    const std::string_view direction = _("ltr");
    gtk_widget_set_default_direction(direction == "rtl" ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

void write_rightwards(GtkWidget* entry) {
    gtk_widget_set_direction(entry, GTK_TEXT_DIR_LTR);
}

} // namespace style_transfer
