// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/model_chooser.h"
#include "ui/widgets/parameter_controls.h"

#include <string>
#include <vector>

namespace style_transfer {

// The pages of the settings dialog over the same settings: what every user wants to set, what
// belongs to the method, and what to the machine. What is too high for the screen scrolls.
class SettingsPages {
  public:
    struct Parts {
        ParameterControls& controls;
        ModelChooser& model;
        GtkWidget* style;
        GtkWidget* working_size; // remarks below the quality
        GtkWidget* estimate;
    };

    // Control and Page Up or Down turn the pages wherever in `window` the focus is. `screen` is
    // what windows may take of it, in GTK's points.
    SettingsPages(CallbackGuard& guard, GtkWidget* window, Size screen, const Parts& parts);

    GtkWidget* widget() const { return book_; }

    // From now on the pages keep the width that they ask for, at most `most`, so that longer texts
    // and names of files do not take it from the preview.
    void fix_width(int most);

  private:
    // The sections of a page, one below the other.
    class Column;
    void add_page(const char* title, const std::vector<GtkWidget*>& columns);

    const Size screen_;
    GtkWidget* book_;
    std::vector<GtkWidget*> pages_; // scrolled windows
};

} // namespace style_transfer
