// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/dialog_state.h"
#include "ui/widgets/number_control.h"

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

// The controls of the settings dialog that are made from the parameter table. Each writes into the
// state and calls `changed`; refresh() brings all of them in line with the state.
class ParameterControls {
  public:
    ParameterControls(CallbackGuard& guard, DialogState& state, std::function<void()> changed);

    // Each adds rows to the bottom of a grid of three columns: label, slider, spin button.
    void add_number(GtkWidget* grid, std::string_view name);
    // Strength, stroke size and smoothness, see ui/state/look.h.
    void add_look(GtkWidget* grid);
    void add_content_layer(GtkWidget* grid);
    // A list of the words that the parameter can be; of these alone from then on.
    void add_choice(GtkWidget* grid, std::string_view name);
    void offer(std::string_view name, const std::vector<std::string_view>& words);
    // A number or a list for each parameter of the group, but for those that stand elsewhere.
    void add_group(GtkWidget* grid, Group group, std::initializer_list<std::string_view> elsewhere);

    // The five weights side by side, in a grid of their own: slider, spin button, name.
    GtkWidget* make_style_layers();

    // Any widget beside a label, which may be empty. Returns the label, or nullptr.
    GtkWidget* add_widget(GtkWidget* grid, const std::string& label, GtkWidget* widget);

    // The check button "Enhance the result".
    GtkWidget* make_enhance_switch();

    // The size group that makes the labels added from now on equally wide; nullptr: none.
    void align_labels(GtkSizeGroup* group) { labels_ = group; }

    // Labels added from now on have no underlined letter.
    void leave_letters_out() { has_letters_ = false; }

    void refresh();

    // Takes what is typed into the spin buttons but not confirmed yet.
    void commit();

  private:
    struct Row {
        const Parameter& parameter;
        GtkWidget* label;
        std::unique_ptr<NumberControl> control;
        std::function<double()> value;
    };

    struct List {
        const Parameter& parameter;
        GtkWidget* label;
        GtkWidget* widget;
    };

    GtkWidget* add_list(GtkWidget* grid, const Parameter& parameter);
    void add_row(
        GtkWidget* grid, const Parameter& parameter, const std::string& label,
        std::function<double()> value, std::function<void(double)> store);
    void refresh_content_layer();
    GtkWidget* label_of(const std::string& text, GtkWidget* target);

    CallbackGuard& guard_;
    DialogState& state_;
    std::function<void()> changed_;
    GtkSizeGroup* labels_ = nullptr;
    std::vector<Row> rows_;
    std::vector<List> lists_;
    GtkWidget* content_layer_ = nullptr;      // one of the lists
    std::vector<std::string> content_layers_; // that it offers
    GtkWidget* enhance_ = nullptr;
    bool has_letters_ = true;
    bool refreshing_ = false;
};

} // namespace style_transfer
