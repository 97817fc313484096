// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/callbacks.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

// One picture of a PictureBoard.
struct PictureItem {
    std::string name;    // what a screen reader says, and stands below it where the board has names
    std::string tooltip; // may be empty
    // Gives `image` its picture, now or later.
    std::function<void(GtkImage* image)> load;
    std::function<void()> choose;
    bool current = false; // the one in use
    // What happens when the pointer rests on it, or the keyboard's focus; may be empty.
    std::function<void()> look_at{};
};

// Small pictures in rows; a click, or the arrow keys and Enter, choose one. They are loaded one
// after the other while the board can be used.
class PictureBoard {
  public:
    struct Look {
        std::string name; // of the widget
        Size picture;     // the largest, in GTK's points
        int fewest_columns;
        int most_columns;
        bool names = true;   // below the pictures
        int name_width = 14; // characters, then they are shortened
    };

    PictureBoard(CallbackGuard& guard, const Look& look);

    GtkWidget* widget() const { return board_; }

    void show(std::vector<PictureItem> items);
    void stop_loading() { loads_.reset(); }
    bool empty() const { return items_.empty(); }

    // Marks the one of that place as the one in use, or none.
    void mark(std::optional<std::size_t> place);

    // Before an item's own `choose`.
    std::function<void()> on_choose;
    // Nothing is looked at any more.
    std::function<void()> on_look_away;

  private:
    GtkWidget* add(const PictureItem& item);
    void load_next();
    void follow_pointer();
    void look_soon(std::optional<std::size_t> place);

    CallbackGuard& guard_;
    const Look look_;
    GtkWidget* board_;
    std::vector<PictureItem> items_;
    std::vector<GtkWidget*> pictures_;
    std::size_t loaded_ = 0;
    std::optional<std::size_t> looked_at_; // or about to be
    std::unique_ptr<Timer> loads_;
    std::unique_ptr<Timer> rests_;
};

} // namespace style_transfer
