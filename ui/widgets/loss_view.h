// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/loss_curve.h"
#include "ui/widgets/callbacks.h"

#include <string>
#include <vector>

namespace style_transfer {

// A widget that draws the losses of a run over the work done, from left to right in every
// language, with a line at each power of ten.
class LossView {
  public:
    explicit LossView(CallbackGuard& guard);

    GtkWidget* widget() const { return area_; }
    GtkWidget* legend() const { return legend_; } // which line is which; empty before there are any

    void add(const Progress& progress);

  private:
    void show_legend();
    void draw(cairo_t* cairo) const;

    GtkWidget* area_;
    GtkWidget* legend_; // holds a label for each term of `terms_`
    std::vector<std::string> terms_;
    LossHistory history_;
};

} // namespace style_transfer
