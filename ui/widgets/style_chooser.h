// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/dialog_state.h"
#include "ui/widgets/picture_menu.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/window_context.h"

#include <functional>
#include <memory>
#include <string>

namespace style_transfer {

// The picture whose style is painted: a thumbnail, and beside it a file chooser button, the styles
// that were chosen last and the pictures that are open in the program around. A file may also be
// dropped on it. What is no picture is complained about and not taken: the former one stays.
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
    GtkWidget* make_file_button(CallbackGuard& guard);
    GtkWidget* make_menus(CallbackGuard& guard);
    void accept_drops(CallbackGuard& guard);
    std::vector<PictureItem> recent_styles();
    std::vector<PictureItem> open_pictures();

    void take_file(const std::string& file);
    void take_open_picture(const OpenPicture& picture);
    // Takes what `load` returns, and calls `keep` then.
    void take(const std::function<SurfacePointer()>& load, const std::function<void()>& keep);
    void complain_about_place() const;
    void show_file() const;

    const WindowContext& context_;
    DialogState& state_;
    std::function<void()> changed_;
    std::function<void(const std::string&)> complain_;
    PictureView view_;
    std::shared_ptr<const Image> picture_;
    PictureMenu recent_;
    std::unique_ptr<PictureMenu> open_; // where the program tells what is open
    GtkWidget* box_;
    GtkWidget* button_;
    GtkWidget* remark_;
    std::unique_ptr<Timer> first_; // loads the picture of the last run once the window is there
};

} // namespace style_transfer
