// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/loss_curve.h"
#include "ui/widgets/callbacks.h"

namespace style_transfer {

// A widget that draws the three losses of a run over the work done, from left to right in every
// language, with a line at each power of ten.
class LossView {
  public:
    explicit LossView(CallbackGuard& guard);

    GtkWidget* widget() const { return area_; }
    GtkWidget* legend() const { return legend_; } // which line is which

    void add(const Progress& progress);

  private:
    void draw(cairo_t* cairo) const;

    GtkWidget* area_;
    GtkWidget* legend_;
    LossHistory history_;
};

} // namespace style_transfer
