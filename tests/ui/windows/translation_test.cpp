// SPDX-License-Identifier: GPL-3.0-or-later
// What a user reads in another language. Run with a locale and a catalogue: display.py --language=…
#include "tests/ui/windows/window_cases.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/state/texts.h"
#include "ui/widgets/direction.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>
#include <string>

namespace style_transfer {
namespace {

using testing::find;

std::string language() {
    const char* code = g_getenv("LANGUAGE");
    return code ? code : "";
}

std::string spin_text(GtkWidget* window, const std::string& name) {
    return gtk_entry_get_text(GTK_ENTRY(find(window, name)));
}

double spin_value(GtkWidget* window, const std::string& name) {
    return gtk_spin_button_get_value(GTK_SPIN_BUTTON(find(window, name)));
}

TEST(Translation, IsShown) {
    if (language().empty())
        GTEST_SKIP() << "no language is set";
    testing::all_windows().front().run([](GtkWidget* window) {
        EXPECT_STRNE(gtk_window_get_title(GTK_WINDOW(window)), "Style Transfer");
        const bool leftwards = language() == "he";
        EXPECT_EQ(
            gtk_widget_get_direction(window), leftwards ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
    });
}

TEST(Translation, NumbersHaveTheDecimalPointOfTheLanguage) {
    if (language().empty())
        GTEST_SKIP() << "no language is set";
    const std::string point = std::localeconv()->decimal_point;
    testing::all_windows().front().run([&](GtkWidget* window) {
        testing::type_number(window, "content-weight", "0" + point + "5");
        EXPECT_EQ(spin_value(window, "content-weight"), 0.5);
        EXPECT_EQ(spin_text(window, "content-weight"), "0" + point + "500");
        // As it is copied from a page in English.
        testing::type_number(window, "content-weight", "0.25");
        EXPECT_EQ(spin_value(window, "content-weight"), 0.25);
    });
}

TEST(Translation, German) {
    if (language() != "de")
        GTEST_SKIP() << "the language is another one";
    testing::all_windows().front().run([](GtkWidget* window) {
        EXPECT_STREQ(gtk_window_get_title(GTK_WINDOW(window)), "Stilübertragung");
        testing::type_number(window, "style-weight", "12,5");
        EXPECT_EQ(spin_text(window, "style-weight"), "12,50");
    });
    EXPECT_EQ(loss_text(1234567), "1,235 × 10⁶");
    EXPECT_EQ(change_text(1000, 2), "−99,8 %");
    EXPECT_EQ(time_left_text(60), "noch etwa 1 Minute");
    EXPECT_EQ(time_left_text(120), "noch etwa 2 Minuten");
}

// In a Hebrew locale, as where GIMP's preferences ask for another language.
TEST(Translation, WindowsFollowTheLanguageAndNotTheLocale) {
    if (language() != "he")
        GTEST_SKIP() << "the language is another one";
    const auto direction_in = [](const char* code) {
        g_setenv("LANGUAGE", code, TRUE);
        std::setlocale(LC_ALL, ""); // what gettext has found is not used any more
        follow_direction_of_texts();
        return gtk_widget_get_default_direction();
    };
    EXPECT_EQ(direction_in("de"), GTK_TEXT_DIR_LTR);
    EXPECT_EQ(direction_in("he"), GTK_TEXT_DIR_RTL);
}

} // namespace
} // namespace style_transfer
