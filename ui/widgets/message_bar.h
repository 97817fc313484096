// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/callbacks.h"

#include <string>

namespace style_transfer {

// A line at the top of a window that says what is wrong, and can be closed.
class MessageBar {
  public:
    explicit MessageBar(CallbackGuard& guard);

    GtkWidget* widget() const { return bar_; }

    // Empty: nothing is wrong, and there is no bar.
    void show(const std::string& sentence);

  private:
    GtkWidget* bar_;
    GtkWidget* text_;
};

} // namespace style_transfer
