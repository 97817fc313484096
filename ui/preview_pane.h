// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview_job.h"
#include "ui/settings_dialog.h"
#include "ui/split_view.h"

#include <memory>
#include <optional>

namespace style_transfer {

// Shows what the settings do to the picture, while they are made: the picture before and after
// with a line between them that can be moved, and a word on how far it is.
class PreviewPane {
  public:
    // `context` has a base and an engine.
    PreviewPane(const WindowContext& context, CallbackGuard& guard);

    GtkWidget* widget() const { return column_; }

    // Paints with these from now on; the same ones again do nothing. No style: nothing to paint.
    void show(const Settings& settings, std::shared_ptr<const Image> style);

  private:
    void begin();
    void paint();
    void look();

    const WindowContext& context_;
    SplitView view_;
    GtkWidget* column_;
    GtkWidget* remark_;
    Settings settings_;
    std::shared_ptr<const Image> style_;
    unsigned shown_picture_ = 0;
    std::unique_ptr<PreviewJob> job_;
    std::unique_ptr<Timer> first_; // loads the picture once the window is there
    std::unique_ptr<Timer> looks_;
};

} // namespace style_transfer
