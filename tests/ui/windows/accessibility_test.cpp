// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of every window: names for screen readers, letters, the keyboard, languages that are
// written from right to left, small and fine screens.
#include "tests/ui/windows/window_cases.h"
#include "tests/ui/windows/window_driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

namespace style_transfer {
namespace {

using testing::all_widgets;
using testing::find;
using testing::WindowCase;

class EveryWindow : public ::testing::TestWithParam<WindowCase> {};

std::string describe(GtkWidget* widget) {
    return std::string(G_OBJECT_TYPE_NAME(widget)) + " \"" + gtk_widget_get_name(widget) + '"';
}

// Parts of a control of GTK's own, which speaks for them.
bool is_inside_a_control(GtkWidget* widget) {
    GtkWidget* parent = gtk_widget_get_parent(widget);
    return parent && (gtk_widget_get_ancestor(parent, GTK_TYPE_FILE_CHOOSER_BUTTON) ||
                      gtk_widget_get_ancestor(parent, GTK_TYPE_COMBO_BOX));
}

bool takes_part(GtkWidget* widget) {
    return gtk_widget_get_mapped(widget) && gtk_widget_is_sensitive(widget);
}

// What a user can work with or has to know of.
bool needs_a_name(GtkWidget* widget) {
    if (!takes_part(widget) || is_inside_a_control(widget) || GTK_IS_SCROLLBAR(widget) ||
        GTK_IS_WINDOW(widget))
        return false;
    return GTK_IS_BUTTON(widget) || GTK_IS_ENTRY(widget) || GTK_IS_RANGE(widget) ||
           GTK_IS_COMBO_BOX(widget) || GTK_IS_DRAWING_AREA(widget) || GTK_IS_EXPANDER(widget) ||
           GTK_IS_PROGRESS_BAR(widget) || GTK_IS_FILE_CHOOSER_BUTTON(widget);
}

TEST_P(EveryWindow, TellsScreenReadersWhatEachControlIs) {
    int named = 0;
    GetParam().run([&](GtkWidget* window) {
        EXPECT_TRUE(*gtk_window_get_title(GTK_WINDOW(window)));
        testing::on_each_page(window, [&] {
            for (GtkWidget* widget : all_widgets(window)) {
                if (!needs_a_name(widget))
                    continue;
                AtkObject* accessible = gtk_widget_get_accessible(widget);
                const char* name = atk_object_get_name(accessible);
                const AtkRole role = atk_object_get_role(accessible);
                EXPECT_TRUE(name && *name) << describe(widget);
                ++named;
                if (GTK_IS_FILE_CHOOSER_BUTTON(widget))
                    continue; // the button inside has the role
                EXPECT_TRUE(
                    role != ATK_ROLE_INVALID && role != ATK_ROLE_UNKNOWN &&
                    role != ATK_ROLE_FILLER && role != ATK_ROLE_PANEL)
                    << describe(widget) << ": " << atk_role_get_name(role);
            }
        });
    });
    EXPECT_GE(named, 5);
}

unsigned letter_of_button(GtkWidget* button) {
    for (GtkWidget* widget : all_widgets(button))
        if (GTK_IS_LABEL(widget))
            return gtk_label_get_mnemonic_keyval(GTK_LABEL(widget));
    return GDK_KEY_VoidSymbol;
}

TEST_P(EveryWindow, EachLetterLeadsToOneControl) {
    GetParam().run([&](GtkWidget* window) {
        testing::on_each_page(window, [&] {
            std::set<unsigned> letters;
            for (GtkWidget* widget : all_widgets(window)) {
                if (!GTK_IS_LABEL(widget) || !gtk_widget_get_mapped(widget))
                    continue;
                const unsigned letter = gtk_label_get_mnemonic_keyval(GTK_LABEL(widget));
                EXPECT_TRUE(letter == GDK_KEY_VoidSymbol || letters.insert(letter).second)
                    << gtk_label_get_text(GTK_LABEL(widget)) << ": " << char(letter);
            }
            EXPECT_GE(letters.size(), 4u);
            EXPECT_TRUE(letters.count(letter_of_button(find(window, "help"))));
        });
    });
}

// Tab goes on until it comes to a control for the second time.
std::set<GtkWidget*> reached_by_tab(GtkWidget* window) {
    std::set<GtkWidget*> reached;
    for (int i = 0; i < 200; ++i) {
        testing::press_key(window, GDK_KEY_Tab);
        GtkWidget* focus = gtk_window_get_focus(GTK_WINDOW(window));
        if (focus && !reached.insert(focus).second)
            break;
    }
    return reached;
}

bool holds_one_of(GtkWidget* widget, const std::set<GtkWidget*>& focused) {
    for (GtkWidget* inner : all_widgets(widget))
        if (focused.contains(inner))
            return true;
    return false;
}

TEST_P(EveryWindow, IsWorkedWithTheKeyboardAlone) {
    GetParam().run([&](GtkWidget* window) {
        // A combo box lets go of the focus only in a window that has it.
        if (!testing::wait_for([&] { return gtk_window_is_active(GTK_WINDOW(window)); })) {
            GTEST_SKIP() << "there is no window manager that gives a window the focus";
        }
        testing::on_each_page(window, [&] {
            const std::set<GtkWidget*> reached = reached_by_tab(window);
            EXPECT_GE(reached.size(), 4u);
            for (GtkWidget* widget : all_widgets(window)) {
                // A picture need not be worked with.
                if (!needs_a_name(widget) || GTK_IS_PROGRESS_BAR(widget) ||
                    (GTK_IS_DRAWING_AREA(widget) && !gtk_widget_get_can_focus(widget)))
                    continue;
                // Of radio buttons Tab finds the pressed one, and the arrow keys the others.
                if (GTK_IS_RADIO_BUTTON(widget) &&
                    !gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(widget)))
                    continue;
                EXPECT_TRUE(holds_one_of(widget, reached)) << describe(widget);
            }
        });
    });
}

int left_edge(GtkWidget* widget, GtkWidget* window) {
    int x = 0;
    int y = 0;
    gtk_widget_translate_coordinates(widget, window, 0, 0, &x, &y);
    return x;
}

TEST_P(EveryWindow, TurnsForLanguagesFromRightToLeft) {
    const GtkTextDirection own = gtk_widget_get_default_direction();
    gtk_widget_set_default_direction(GTK_TEXT_DIR_RTL);
    GetParam().run([&](GtkWidget* window) {
        GtkWidget* help = find(window, "help");
        EXPECT_GT(left_edge(help, window), gtk_widget_get_allocated_width(window) / 2)
            << "the first button is on the right";
        testing::on_each_page(window, [&] {
            gtk_test_widget_wait_for_draw(window); // a warning would end the test
            for (GtkWidget* widget : all_widgets(window)) {
                if (!GTK_IS_LABEL(widget) || !gtk_widget_get_mapped(widget))
                    continue;
                GtkWidget* target = gtk_label_get_mnemonic_widget(GTK_LABEL(widget));
                if (!target || !GTK_IS_ENTRY(target))
                    continue;
                EXPECT_GE(left_edge(widget, window), left_edge(target, window))
                    << gtk_label_get_text(GTK_LABEL(widget));
                EXPECT_EQ(gtk_widget_get_direction(target), GTK_TEXT_DIR_LTR)
                    << "a number is written as everywhere";
            }
        });
    });
    gtk_widget_set_default_direction(own);
}

// Other tests run this on smaller ones.
TEST_P(EveryWindow, FitsOnASmallScreen) {
    GdkDisplay* display = gdk_display_get_default();
    GdkRectangle screen{};
    gdk_monitor_get_workarea(gdk_display_get_monitor(display, 0), &screen);
    GetParam().run([&](GtkWidget* window) {
        testing::on_each_page(window, [&] {
            GtkRequisition natural{};
            gtk_widget_get_preferred_size(window, nullptr, &natural);
            constexpr int title_bar = 20;
            EXPECT_LE(natural.width, std::min(screen.width, 1366));
            EXPECT_LE(natural.height, std::min(screen.height - title_bar, 730))
                << "with title bar and panel on a screen of 768";
        });
    });
}

// With GDK_SCALE=2, as a second test runs this, a picture has four pixels where GTK has one point.
TEST_P(EveryWindow, DrawsPicturesAsFineAsTheScreenIs) {
    const char* set = g_getenv("GDK_SCALE");
    const int scale = set ? std::atoi(set) : 1;
    GetParam().run([&](GtkWidget* window) {
        int pictures = 0;
        for (GtkWidget* widget : all_widgets(window)) {
            if (!gtk_widget_get_mapped(widget))
                continue;
            if (GTK_IS_DRAWING_AREA(widget)) {
                EXPECT_EQ(gtk_widget_get_scale_factor(widget), scale) << describe(widget);
                ++pictures;
            }
            if (!GTK_IS_IMAGE(widget) ||
                gtk_image_get_storage_type(GTK_IMAGE(widget)) != GTK_IMAGE_SURFACE)
                continue;
            cairo_surface_t* surface = nullptr;
            g_object_get(widget, "surface", &surface, nullptr);
            double x = 0;
            double y = 0;
            cairo_surface_get_device_scale(surface, &x, &y);
            cairo_surface_destroy(surface);
            EXPECT_EQ(x, scale);
            EXPECT_EQ(y, scale);
            ++pictures;
        }
        EXPECT_GE(pictures, 1);
    });
}

std::string case_name(const ::testing::TestParamInfo<WindowCase>& info) {
    std::string name = info.param.name;
    name[name.find('-')] = '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(All, EveryWindow, ::testing::ValuesIn(testing::all_windows()), case_name);

} // namespace
} // namespace style_transfer
