// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/picture_board.h"

#include <functional>
#include <string>
#include <vector>

namespace style_transfer {

// A button that opens a board of small pictures with their names.
class PictureMenu {
  public:
    struct Look {
        const char* name;    // of the widget; the board's is this with "-items"
        std::string nothing; // what the board says when it is empty
        Size picture;        // the largest, in GTK's points
        int columns;
    };

    // `list` is asked each time that the board opens.
    PictureMenu(
        CallbackGuard& guard, const Look& look, std::function<std::vector<PictureItem>()> list);

    GtkWidget* widget() const { return button_; }

    // What stands on the button: a label, whose underlined letter leads to it, or any text.
    void set_label(const std::string& label);
    void set_text(const std::string& text);

  private:
    void fill();

    std::function<std::vector<PictureItem>()> list_;
    PictureBoard board_;
    GtkWidget* button_;
    GtkWidget* label_;
    GtkWidget* scroller_; // around the board
    GtkWidget* nothing_;
};

} // namespace style_transfer
