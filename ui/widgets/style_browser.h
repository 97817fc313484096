// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/picture_board.h"
#include "ui/widgets/style_library.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer {

// A board of paintings to choose a style from: those that come with the program, the user's
// favourites, the styles that were chosen last, or the pictures of a folder.
class StyleBrowser {
  public:
    struct Actions {
        std::function<void(const std::string& file)> choose;
        std::function<void(const std::string& file)> look_at; // the pointer rests on it
        std::function<void()> look_away;
    };

    // Remembers in `preferences_file`, which may be empty: then only while this lives.
    StyleBrowser(
        const std::filesystem::path& preferences_file, CallbackGuard& guard, Actions actions);

    GtkWidget* widget() const { return column_; }

    // On the board at the moment.
    const std::vector<StylePicture>& pictures() const { return pictures_; }

    void add_beside_collections(GtkWidget* widget);

    const StyleLibrary& library() const { return library_; }
    std::string first_style() const { return library_.first_style(preferences_); }

    // Marks the style that is chosen; empty: none of the board's.
    void show_chosen(const std::string& file);

    void remember(const std::string& file); // it was chosen
    bool is_favourite(const std::string& file) const;
    void set_favourite(const std::string& file, bool favourite);

  private:
    GtkWidget* make_collections(CallbackGuard& guard);
    GtkWidget* make_folder_button(CallbackGuard& guard);
    void fill();
    void save() const;

    const std::filesystem::path preferences_file_;
    const Actions actions_;
    const StyleLibrary library_;
    Preferences preferences_;
    PictureBoard board_;
    std::vector<StylePicture> pictures_; // on the board
    std::string chosen_;
    GtkWidget* column_;
    GtkWidget* row_;
    GtkWidget* folder_;
    GtkWidget* scroller_; // around the board
    GtkWidget* nothing_;
};

} // namespace style_transfer
