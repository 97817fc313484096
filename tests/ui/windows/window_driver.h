// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <string>
#include <vector>

namespace style_transfer::testing {

// Plays the user: runs `script` from the main loop once the window of that widget name is on the
// screen. A window that stays open after its script is closed after ten seconds and fails the test.
class User {
  public:
    User(std::string window, std::function<void(GtkWidget* window)> script);
    ~User();
    User(const User&) = delete;
    User& operator=(const User&) = delete;

    bool was_there() const { return started_; }

  private:
    static gboolean look(gpointer self);

    std::string window_;
    std::function<void(GtkWidget*)> script_;
    unsigned source_;
    int looks_ = 0;
    bool started_ = false;
};

// All widgets under `root`, itself first, also those that a container keeps to itself.
std::vector<GtkWidget*> all_widgets(GtkWidget* root);

// By widget name; fails the test and throws when there is none.
GtkWidget* find(GtkWidget* root, const std::string& name);

// Lets the main loop work until the condition holds, at most ten seconds.
bool wait_for(const std::function<bool()>& condition);

// `modifiers` are of GdkModifierType.
void press_key(GtkWidget* window, unsigned key, unsigned modifiers = 0);

// With the first button at a place of the widget, in [0,1] of its width and height.
void double_click(GtkWidget* widget, double x, double y);

// As a user does who types and moves on.
void type_number(GtkWidget* window, const std::string& name, const std::string& text);

// What the spin button of that name shows.
std::string shown_number(GtkWidget* window, const std::string& name);

// The slider beside or above the spin button of that name, moved by hand.
void move_slider(GtkWidget* window, const std::string& name, double value);

// Chooses a file with the button of that name, as its dialog does.
void choose_file(GtkWidget* window, const std::string& name, const std::string& file);

// Opens the board of the PictureMenu of that widget name and waits until it can be used; its
// pictures in order, each with its name for screen readers.
std::vector<GtkWidget*> open_board(GtkWidget* window, const std::string& menu);
std::string accessible_name(GtkWidget* widget);
std::vector<std::string> names_of(const std::vector<GtkWidget*>& pictures);
// The one of that name on an open board; fails the test and throws when there is none.
GtkWidget* find_picture(const std::vector<GtkWidget*>& pictures, const std::string& name);
// With the left button, in its middle.
void click(GtkWidget* widget);

// The pictures of the board of that widget name, which is on the screen.
std::vector<GtkWidget*> pictures_of(GtkWidget* window, const std::string& board);
// The picture of a cell of a board as soon as it has one, as 0xrrggbb in its middle.
unsigned colour_of(GtkWidget* cell);
// Moves the pointer to the middle of a cell of a board, or away from the board.
void rest_on(GtkWidget* cell);
void leave(GtkWidget* board);

std::string label_text(GtkWidget* window, const std::string& name);

// Waits until the preview of the settings dialog says that it is done.
bool preview_settled(GtkWidget* window);

// The answer of a dialog, as if its button had been clicked.
void respond(GtkWidget* window, int response);
// OK can be clicked.
bool can_accept(GtkWidget* window);
// Clicks OK as soon as that can be done.
void accept(GtkWidget* window);
// The message in the window, empty when none is shown.
std::string message(GtkWidget* window);
// Waits until the style is read and OK can be clicked.
bool style_is_shown(GtkWidget* window);

} // namespace style_transfer::testing
