// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/sheet_choice.h"
#include "ui/widgets/callbacks.h"

#include <vector>

namespace style_transfer {

// What a proof sheet goes over: a list, and for values of one's own one or two settings with what
// is typed for them.
class SheetControls {
  public:
    // `settings` are those that values begin around.
    SheetControls(CallbackGuard& guard, const Settings& settings);

    GtkWidget* widget() const { return grid_; }

    SheetChoice choice() const;

  private:
    struct Axis {
        GtkWidget* setting; // a list of them
        GtkWidget* values;  // an entry
    };

    Axis add_axis(
        CallbackGuard& guard, int row, const char* label, const char* values_label,
        const char* name, bool is_optional);
    const Parameter* parameter_of(const Axis& axis) const;
    void show_own(bool own) const;

    const Settings settings_;
    const std::vector<SheetKind> kinds_ = sheet_kinds();
    const std::vector<const Parameter*> parameters_ = sheet_parameters();
    GtkWidget* grid_;
    GtkWidget* kind_;
    std::vector<GtkWidget*> own_; // shown for values of one's own
    Axis first_;
    Axis second_;
};

} // namespace style_transfer
