// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/recent.h"
#include "ui/state/dialog_state.h"
#include "ui/state/shown_style.h"
#include "ui/widgets/picture_menu.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/style_browser.h"
#include "ui/widgets/style_rows.h"
#include "ui/widgets/window_context.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// The pictures whose styles are painted: what is chosen - a list, when there are several -, and
// below it a file chooser button, the pictures that are open in the program around, and a board of
// paintings, all for the one of the list that is current. A file may also be dropped on it. What is
// no picture is complained about and not taken: the former one stays. Where nothing is chosen, it
// begins with the last style or the first painting.
class StyleChooser {
  public:
    struct Reports {
        std::function<void()> chosen;    // other styles, or none after all
        std::function<void()> looked_at; // styles() are others for a while
        std::function<void(const std::string& sentence)> complain; // empty: nothing is wrong
    };

    StyleChooser(
        const WindowContext& context, CallbackGuard& guard, DialogState& state, Reports reports);

    GtkWidget* widget() const { return box_; }

    // For a preview: those that have a picture. The current one is what the pointer rests on, or
    // else what is chosen.
    std::vector<ShownStyle> styles() const;

    // Those on the board, and one of them as styles() has it; throws Error.
    const std::vector<StylePicture>& paintings() const { return browser_.pictures(); }
    std::shared_ptr<const Image> picture_in(const std::string& file);
    // Takes one as the current style.
    void take_file(const std::string& file);

    // The document may have changed: shows what it has now to paint a style in.
    void look_at_document();

    // Takes what is typed but not confirmed yet.
    void commit() { rows_.commit(); }

  private:
    GtkWidget* make_chosen();
    GtkWidget* make_star(CallbackGuard& guard);
    GtkWidget* make_file_button(CallbackGuard& guard);
    GtkWidget* make_file_row();
    void add_open_images(CallbackGuard& guard);
    void accept_drops(CallbackGuard& guard);
    std::vector<PictureItem> open_pictures();

    void load_first();
    std::shared_ptr<const Image> picture_of(const ListedStyle& style);
    void take_open_picture(const OpenPicture& picture);
    // Takes what `load` returns, and calls `keep` then.
    void take(
        const std::function<std::shared_ptr<const Image>()>& load,
        const std::function<void()>& keep);
    void look_at(const std::string& file);
    void look_away();
    void complain_about_place();
    void make_current(std::size_t index);
    void add_style();
    void remove_style();
    std::string chosen_file() const; // empty for an open image
    StylePicture description_of(const ListedStyle& style) const;
    void show_chosen();

    const WindowContext& context_;
    DialogState& state_;
    const Reports reports_;
    PictureView view_;
    Recent<std::string, std::shared_ptr<const Image>> loaded_;
    std::vector<std::shared_ptr<const Image>> pictures_; // of the styles; nullptr: none
    std::shared_ptr<const Image> looked_at_;
    StyleBrowser browser_;
    std::unique_ptr<PictureMenu> open_; // where the program tells what is open
    StyleRows rows_;
    GtkWidget* box_;
    GtkWidget* chosen_ = nullptr; // the only style; the list says the same of several
    GtkWidget* title_;
    GtkWidget* favourite_;
    GtkWidget* button_;
    GtkWidget* remark_;
    std::unique_ptr<Timer> first_; // loads the first pictures once the window is there
};

} // namespace style_transfer
