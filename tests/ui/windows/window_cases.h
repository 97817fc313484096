// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <string>
#include <vector>

namespace style_transfer::testing {

// Each window of the program, whole, for what holds of all of them. It goes when `script` is done.
struct WindowCase {
    std::string name;
    std::function<void(const std::function<void(GtkWidget*)>& script)> run;
};
std::vector<WindowCase> all_windows();

// Calls `script` with the window as it is on each of its pages.
void on_each_page(GtkWidget* window, const std::function<void()>& script);

} // namespace style_transfer::testing
