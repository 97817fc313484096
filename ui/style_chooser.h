// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialog_state.h"
#include "ui/picture_view.h"

#include <functional>
#include <memory>
#include <string>

namespace style_transfer {

// The picture whose style is painted: a file chooser button beside a thumbnail. A file that is no
// picture is complained about and not taken: the former one stays.
class StyleChooser {
  public:
    StyleChooser(
        const WindowContext& context, CallbackGuard& guard, DialogState& state,
        std::function<void()> changed, std::function<void(const std::string&)> complain);

    GtkWidget* widget() const { return box_; }

    // The chosen picture, no larger than a preview needs, RGB; nullptr while there is none. Another
    // object each time that one is chosen.
    std::shared_ptr<const Image> picture() const { return picture_; }

  private:
    void take(const std::string& file);
    void show_file() const;

    const WindowContext& context_;
    DialogState& state_;
    std::function<void()> changed_;
    std::function<void(const std::string&)> complain_;
    PictureView view_;
    std::shared_ptr<const Image> picture_;
    GtkWidget* box_;
    GtkWidget* button_;
    GtkWidget* remark_;
    std::unique_ptr<Timer> first_; // loads the picture of the last run once the window is there
};

} // namespace style_transfer
