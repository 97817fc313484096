// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/recent.h"
#include "ui/state/dialog_state.h"
#include "ui/widgets/picture_menu.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/style_browser.h"
#include "ui/widgets/window_context.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// The picture whose style is painted: what is chosen, and below it a file chooser button, the
// pictures that are open in the program around, and a board of paintings. A file may also be
// dropped on it. What is no picture is complained about and not taken: the former one stays. Where
// nothing is chosen, it begins with the last style or the first painting.
class StyleChooser {
  public:
    struct Reports {
        std::function<void()> chosen;    // another style, or none after all
        std::function<void()> looked_at; // picture() is another one for a while
        std::function<void(const std::string& sentence)> complain; // empty: nothing is wrong
    };

    StyleChooser(
        const WindowContext& context, CallbackGuard& guard, DialogState& state, Reports reports);

    GtkWidget* widget() const { return box_; }

    // For a preview: what the pointer rests on, or else what is chosen, no larger than a preview
    // needs, RGB; nullptr while there is none. The same picture is the same object for a while.
    std::shared_ptr<const Image> picture() const { return looked_at_ ? looked_at_ : picture_; }

  private:
    GtkWidget* make_chosen();
    GtkWidget* make_star(CallbackGuard& guard);
    GtkWidget* make_file_button(CallbackGuard& guard);
    GtkWidget* make_file_row();
    void add_open_images(CallbackGuard& guard);
    void accept_drops(CallbackGuard& guard);
    std::vector<PictureItem> open_pictures();

    std::shared_ptr<const Image> picture_in(const std::string& file);
    void take_file(const std::string& file);
    void take_open_picture(const OpenPicture& picture);
    // Takes what `load` returns, and calls `keep` then.
    void take(
        const std::function<std::shared_ptr<const Image>()>& load,
        const std::function<void()>& keep);
    void look_at(const std::string& file);
    void look_away();
    void complain_about_place();
    std::string chosen_file() const; // empty for an open image
    void show_chosen();

    const WindowContext& context_;
    DialogState& state_;
    const Reports reports_;
    PictureView view_;
    Recent<std::string, std::shared_ptr<const Image>> loaded_;
    std::shared_ptr<const Image> picture_; // chosen
    std::shared_ptr<const Image> looked_at_;
    StyleBrowser browser_;
    std::unique_ptr<PictureMenu> open_; // where the program tells what is open
    GtkWidget* box_;
    GtkWidget* title_;
    GtkWidget* favourite_;
    GtkWidget* button_;
    GtkWidget* remark_;
    std::unique_ptr<Timer> first_; // loads the first picture once the window is there
};

} // namespace style_transfer
