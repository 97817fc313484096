// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/state/chosen_styles.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/picture_view.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// The styles one below the other, which is hidden while there is one, and below them where and how
// strongly the current one is painted, with the buttons that add and remove one.
class StyleRows {
  public:
    struct Actions {
        std::function<void(std::size_t index)> choose;
        std::function<void()> add;
        std::function<void()> remove;  // the current one
        std::function<void()> changed; // place or weight of the current one
    };
    struct Row {
        std::string title;
        std::shared_ptr<const Image> picture; // nullptr: none yet
    };

    StyleRows(CallbackGuard& guard, ChosenStyles& styles, Actions actions);

    GtkWidget* list() const { return scroller_; }
    GtkWidget* controls() const { return controls_; }
    // That adds the second one, for beside the only one.
    GtkWidget* add_button() const { return add_; }

    // As the styles are now; `rows` has one for each.
    void show(const std::vector<Row>& rows);

    // Takes a weight that is typed but not confirmed yet.
    void commit() { gtk_spin_button_update(GTK_SPIN_BUTTON(weight_)); }

  private:
    struct RowWidgets {
        GtkWidget* row;
        GtkWidget* title;
        GtkWidget* place;
        std::unique_ptr<PictureView> view;
        std::shared_ptr<const Image> picture{};
    };

    RowWidgets make_row() const;
    void fill_row(std::size_t index, const Row& row);
    void fill_places();
    GtkWidget* make_places(CallbackGuard& guard);
    GtkWidget* make_weight(CallbackGuard& guard);
    GtkWidget* make_add(CallbackGuard& guard, GtkWidget* button, const char* name);
    GtkWidget* make_remove(CallbackGuard& guard);

    CallbackGuard& guard_;
    ChosenStyles& styles_;
    const Actions actions_;
    GtkWidget* scroller_;
    GtkWidget* list_;
    std::vector<RowWidgets> rows_;
    GtkWidget* controls_;
    GtkWidget* places_;
    GtkWidget* place_label_;
    GtkWidget* add_;
    GtkWidget* add_more_; // in the list
    GtkWidget* weight_;
    GtkWidget* weight_row_;
    std::vector<StyleRegion> shown_regions_;
    std::vector<std::string> shown_places_; // texts of these
    bool showing_ = false;                  // a change comes from here, not from the user
};

} // namespace style_transfer
