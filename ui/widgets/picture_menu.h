// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/callbacks.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// One picture of a PictureMenu.
struct PictureItem {
    std::string name;    // shown below it, and what a screen reader says
    std::string tooltip; // may be empty
    // Gives `image` its picture, now or later.
    std::function<void(GtkImage* image)> load;
    std::function<void()> choose;
    bool current = false; // the one in use
};

// A button that opens a board of small pictures with their names; a click, or the arrow keys and
// Enter, choose one. The pictures are loaded one after the other while the board can be used.
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
    GtkWidget* add(const PictureItem& item);
    void load_next();

    CallbackGuard& guard_;
    const Look look_;
    std::function<std::vector<PictureItem>()> list_;
    std::vector<PictureItem> items_; // on the board
    std::vector<GtkWidget*> pictures_;
    std::size_t loaded_ = 0;
    GtkWidget* button_;
    GtkWidget* label_;
    GtkWidget* board_;
    GtkWidget* scroller_; // around the board
    GtkWidget* nothing_;
    std::unique_ptr<Timer> loads_;
};

} // namespace style_transfer
