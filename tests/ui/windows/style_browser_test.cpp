// SPDX-License-Identifier: GPL-3.0-or-later
// The board of paintings: what stands on it, choosing with pointer and keyboard, what is looked at,
// favourites, and what is remembered.
#include "ui/widgets/style_library.h"
#include "ui/windows/settings_dialog.h"

#include "tests/support/fake_engine.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/widgets/callbacks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;
using testing::find;
using testing::names_of;
using testing::pictures_of;
using testing::preview_settled;
using testing::respond;
using testing::style_is_shown;
using Names = std::vector<std::string>;

class StyleBrowserTest : public ::testing::Test {
  protected:
    StyleBrowserTest()
        : folder(fs::temp_directory_path() / ("style-browser-test-" + std::to_string(getpid()))) {
        fs::create_directories(folder / "mine" / "deeper");
        red = write("mine/red 10.ppm", "P3 2 1 255\n255 0 0 255 0 0\n");
        green = write("mine/red 9.ppm", "P3 1 2 255\n0 255 0 0 255 0\n");
        write("mine/notes.txt", "no picture\n");
        write("mine/.hidden.ppm", "P3 1 1 255\n0 0 0\n");
        write("mine/deeper/blue.ppm", "P3 1 1 255\n0 0 255\n");
        context.preferences_file = folder / "preferences.ini";
        context.engine = [this]() -> const ste_api& { return engine.api(); };
        context.load_base = [](const Area&, int) {
            Image image = Image::create({64, 32}, 3);
            for (int y = 0; y < image.size().height; ++y)
                std::fill_n(image.row(y), image.row_stride(), 0.5F);
            return image;
        };
    }
    ~StyleBrowserTest() override { fs::remove_all(folder); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
        return (folder / name).string();
    }
    Preferences remembered() const { return read_preferences(context.preferences_file); }
    void remember(StyleCollection collection, const Names& recent = {}) const {
        Preferences preferences;
        preferences.accept_without_asking = true;
        preferences.style_collection = collection;
        preferences.style_folder = folder / "mine";
        preferences.recent_styles = recent;
        write_preferences(context.preferences_file, preferences);
    }

    std::optional<StyleChoice>
    run(const StyleChoice& choice, const std::function<void(GtkWidget*)>& script) {
        const testing::User user("settings-dialog", script);
        return run_settings_dialog(context, choice, {400, 300});
    }

    static void show(GtkWidget* window, StyleCollection collection) {
        gtk_combo_box_set_active(GTK_COMBO_BOX(find(window, "style-collection")), int(collection));
    }

    fs::path folder;
    std::string red, green;
    testing::FakeEngine engine;
    WindowContext context;
};

TEST_F(StyleBrowserTest, AFreshProfileBeginsWithAPaintingAndItsPreview) {
    const auto choice = run({}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_TRUE(preview_settled(window));
        EXPECT_EQ(testing::label_text(window, "style-title"), "The Starry Night");
        EXPECT_EQ(testing::label_text(window, "style-remark"), "Vincent van Gogh, 1889");
        const auto pictures = pictures_of(window, "style-board");
        EXPECT_GE(pictures.size(), 12u);
        EXPECT_EQ(
            testing::accessible_name(pictures.at(1)),
            "The Great Wave off Kanagawa, Katsushika Hokusai, 1831");
        EXPECT_TRUE(gtk_flow_box_child_is_selected(GTK_FLOW_BOX_CHILD(pictures.at(0))));
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(fs::path(choice->styles.at(0).file).filename(), "starry_night.jpg");
}

TEST_F(StyleBrowserTest, TheLastStyleComesBeforeThePaintings) {
    remember(StyleCollection::bundled, {(folder / "gone.ppm").string(), green});
    const auto choice = run({}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, green);
}

TEST_F(StyleBrowserTest, APictureOfAFolderIsChosenByAClick) {
    remember(StyleCollection::folder);
    const auto choice = run({}, [&](GtkWidget* window) {
        EXPECT_TRUE(gtk_widget_get_mapped(find(window, "style-folder")));
        const auto pictures = pictures_of(window, "style-board");
        EXPECT_EQ(names_of(pictures), (Names{"red 9.ppm", "red 10.ppm"}))
            << "in the order of the numbers, pictures only";
        EXPECT_EQ(testing::colour_of(pictures.at(0)), 0x00ff00U);
        EXPECT_EQ(testing::colour_of(pictures.at(1)), 0xff0000U);
        const GlibText tooltip(gtk_widget_get_tooltip_text(pictures.at(1)));
        EXPECT_EQ(std::string(tooltip.get()), red);
        testing::click(pictures.at(1));
        EXPECT_TRUE(testing::wait_for(
            [&] { return testing::label_text(window, "style-title") == "red 10.ppm"; }));
        EXPECT_TRUE(gtk_flow_box_child_is_selected(GTK_FLOW_BOX_CHILD(pictures.at(1))));
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, red);
    EXPECT_EQ(remembered().recent_styles.front(), red);
    EXPECT_TRUE(remembered().accept_without_asking) << "what else was remembered stays";
}

TEST_F(StyleBrowserTest, LastUsedStylesThatAreGoneAreLeftOut) {
    remember(StyleCollection::recent, {red, (folder / "gone.ppm").string(), green});
    run({{}, green}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_EQ(names_of(pictures_of(window, "style-board")), (Names{"red 10.ppm", "red 9.ppm"}));
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(StyleBrowserTest, AStyleIsChosenWithTheKeyboardAlone) {
    remember(StyleCollection::folder);
    bool active = true;
    const auto choice = run({{}, green}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        active = testing::wait_for([&] { return gtk_window_is_active(GTK_WINDOW(window)); });
        if (!active) {
            respond(window, GTK_RESPONSE_CANCEL);
            return;
        }
        const auto pictures = pictures_of(window, "style-board");
        gtk_widget_grab_focus(find(window, "style-folder"));
        gtk_widget_child_focus(find(window, "style-board"), GTK_DIR_TAB_FORWARD);
        EXPECT_EQ(gtk_window_get_focus(GTK_WINDOW(window)), pictures.at(0)) << "the one in use";
        testing::press_key(window, GDK_KEY_Right);
        EXPECT_EQ(gtk_window_get_focus(GTK_WINDOW(window)), pictures.at(1));
        testing::press_key(window, GDK_KEY_Return);
        EXPECT_TRUE(testing::wait_for(
            [&] { return testing::label_text(window, "style-title") == "red 10.ppm"; }));
        EXPECT_TRUE(gtk_widget_get_mapped(window)) << "Enter is not OK here";
        respond(window, GTK_RESPONSE_OK);
    });
    if (!active)
        GTEST_SKIP() << "there is no window manager that gives a window the focus";
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, red);
}

TEST_F(StyleBrowserTest, WhatThePointerRestsOnIsPreviewed) {
    remember(StyleCollection::folder);
    const auto choice = run({{}, green}, [&](GtkWidget* window) {
        ASSERT_TRUE(style_is_shown(window));
        ASSERT_TRUE(preview_settled(window));
        EXPECT_EQ(engine.sessions_made, 2) << "a quick one, and one like the run";
        const auto pictures = pictures_of(window, "style-board");
        testing::rest_on(pictures.at(1));
        EXPECT_TRUE(testing::wait_for([&] { return engine.sessions_made == 4; }));
        EXPECT_EQ(engine.continued, 0);
        ASSERT_TRUE(preview_settled(window));
        EXPECT_EQ(testing::label_text(window, "style-title"), "red 9.ppm") << "still chosen";
        EXPECT_EQ(remembered().recent_styles, (Names{green}));
        // What was painted before is there at once.
        testing::leave(find(window, "style-board"));
        const auto seen = std::chrono::steady_clock::now() + std::chrono::milliseconds(600);
        testing::wait_for([&] { return std::chrono::steady_clock::now() > seen; });
        ASSERT_TRUE(preview_settled(window));
        EXPECT_EQ(engine.sessions_made, 4);
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, green);
}

TEST_F(StyleBrowserTest, FavouritesAreKept) {
    run({}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        show(window, StyleCollection::favourites);
        EXPECT_TRUE(testing::wait_for(
            [&] { return gtk_widget_get_mapped(find(window, "style-board-nothing")) != FALSE; }));
        GtkToggleButton* star = GTK_TOGGLE_BUTTON(find(window, "style-favourite"));
        EXPECT_FALSE(gtk_toggle_button_get_active(star));
        gtk_toggle_button_set_active(star, TRUE);
        EXPECT_EQ(names_of(pictures_of(window, "style-board")).size(), 1u);
        testing::choose_file(window, "style-file", red);
        EXPECT_FALSE(gtk_toggle_button_get_active(star)) << "it is the chosen style's";
        gtk_toggle_button_set_active(star, TRUE);
        respond(window, GTK_RESPONSE_CANCEL);
    });
    EXPECT_EQ(remembered().favourite_styles.size(), 2u);
    EXPECT_EQ(remembered().favourite_styles.back(), red);
    EXPECT_EQ(remembered().style_collection, StyleCollection::favourites);
    run({{}, red}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_EQ(
            names_of(pictures_of(window, "style-board")),
            (Names{"The Starry Night, Vincent van Gogh, 1889", "red 10.ppm"}));
        GtkToggleButton* star = GTK_TOGGLE_BUTTON(find(window, "style-favourite"));
        EXPECT_TRUE(gtk_toggle_button_get_active(star));
        gtk_toggle_button_set_active(star, FALSE);
        EXPECT_EQ(names_of(pictures_of(window, "style-board")).size(), 1u);
        respond(window, GTK_RESPONSE_CANCEL);
    });
    EXPECT_EQ(remembered().favourite_styles.size(), 1u);
}

TEST_F(StyleBrowserTest, TheSettingsKeepTheirWidth) {
    remember(StyleCollection::folder);
    const std::string name = std::string(120, 'w') + ".ppm";
    const std::string longest = write("mine/" + name, "P3 1 1 255\n0 0 255\n");
    run({}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        GtkWidget* preview = find(window, "preview");
        const int width = gtk_widget_get_allocated_width(preview);
        testing::choose_file(window, "style-file", longest);
        EXPECT_TRUE(
            testing::wait_for([&] { return testing::label_text(window, "style-title") == name; }));
        // Nor what takes more room than it asked for at first.
        gtk_widget_set_size_request(find(window, "style-title"), 260, -1);
        gtk_widget_set_size_request(find(window, "working-size"), 330, -1);
        gtk_test_widget_wait_for_draw(window);
        EXPECT_EQ(gtk_widget_get_allocated_width(preview), width);
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST(StyleLibrary, AFolderThatIsGoneHasNoPictures) {
    Preferences preferences;
    const StyleLibrary library;
    EXPECT_TRUE(library.list(StyleCollection::folder, preferences).empty());
    preferences.style_folder = "/nowhere/at/all";
    EXPECT_TRUE(library.list(StyleCollection::folder, preferences).empty());
}

} // namespace
} // namespace style_transfer
