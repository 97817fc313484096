// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/repaint_window.h"

#include "tests/ui/windows/window_driver.h"

#include <gtest/gtest.h>

#include <set>

namespace style_transfer {
namespace {

using testing::find;

Repaint answer(const std::function<void(GtkWidget*)>& script) {
    const testing::User user("repaint-window", script);
    return ask_what_to_repaint({}, "starry_night", "DSC_0042.jpg");
}

TEST(RepaintWindow, SaysWhichLayersItIsAbout) {
    std::string said;
    std::set<unsigned> letters;
    EXPECT_EQ(
        answer([&](GtkWidget* window) {
            for (GtkWidget* widget : testing::all_widgets(window)) {
                if (!GTK_IS_LABEL(widget))
                    continue;
                said += gtk_label_get_text(GTK_LABEL(widget));
                const unsigned letter = gtk_label_get_mnemonic_keyval(GTK_LABEL(widget));
                EXPECT_TRUE(letter == GDK_KEY_VoidSymbol || letters.insert(letter).second);
            }
            testing::press_key(window, GDK_KEY_Return);
        }),
        Repaint::in_place);
    EXPECT_NE(said.find("starry_night"), std::string::npos) << said;
    EXPECT_NE(said.find("DSC_0042.jpg"), std::string::npos) << said;
    EXPECT_EQ(letters.size(), 4u);
}

TEST(RepaintWindow, EachButtonIsAnAnswer) {
    const auto click = [](const char* name) {
        return answer(
            [&](GtkWidget* window) { gtk_button_clicked(GTK_BUTTON(find(window, name))); });
    };
    EXPECT_EQ(click("in-place"), Repaint::in_place);
    EXPECT_EQ(click("above"), Repaint::above);
    EXPECT_EQ(click("painting"), Repaint::painting);
    EXPECT_EQ(click("cancel"), Repaint::cancelled);
    EXPECT_EQ(
        answer([](GtkWidget* window) { testing::press_key(window, GDK_KEY_Escape); }),
        Repaint::cancelled);
}

} // namespace
} // namespace style_transfer
