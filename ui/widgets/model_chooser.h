// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/dialog_state.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/model_download.h"

#include <functional>

namespace style_transfer {

// Which network does the work: one of the known ones, or a file that is then asked for.
class ModelChooser {
  public:
    ModelChooser(CallbackGuard& guard, DialogState& state, std::function<void()> changed);

    GtkWidget* kind() const { return kind_; }
    GtkWidget* file() const { return file_; } // shown only while a file is to be chosen

    GtkWidget* download() const { return download_.widget(); }

    void refresh();

  private:
    DialogState& state_;
    std::function<void()> changed_;
    GtkWidget* kind_;
    GtkWidget* file_;
    ModelDownload download_;
    bool refreshing_ = false;
};

} // namespace style_transfer
