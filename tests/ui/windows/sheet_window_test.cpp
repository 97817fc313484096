// SPDX-License-Identifier: GPL-3.0-or-later
// Proof sheets from the settings dialog, by events.
#include "tests/support/fake_engine.h"
#include "tests/ui/windows/settings_dialog_fixture.h"
#include "ui/widgets/preferences.h"

#include <gegl.h>
#include <gtest/gtest.h>

namespace style_transfer {
namespace {

using testing::accept;
using testing::find;
using testing::message;
using testing::preview_settled;
using testing::respond;

class SheetWindowTest : public testing::SettingsDialogFixture {
  protected:
    SheetWindowTest() {
        gegl_init(nullptr, nullptr);
        context.engine = [this]() -> const ste_api& { return engine.api(); };
        context.load_base = [](const Area&, int side) {
            return Image::create({side, side / 2}, 3);
        };
        context.open_image = [this](const std::string& name, const ImageView& image) {
            opened_name = name;
            opened_size = image.size;
        };
    }

    // Opens the sheet window from the dialog, lets `script` act in it, and accepts the dialog.
    std::optional<StyleChoice> run_sheet(const std::function<void(GtkWidget*)>& script) {
        return run([&](GtkWidget* window) {
            EXPECT_TRUE(testing::wait_for(
                [&] { return gtk_widget_is_sensitive(find(window, "proof-sheet")) != FALSE; }));
            EXPECT_TRUE(preview_settled(window));
            {
                const testing::User user("sheet-window", script);
                gtk_button_clicked(GTK_BUTTON(find(window, "proof-sheet")));
            }
            EXPECT_TRUE(preview_settled(window));
            accept(window);
        });
    }

    static std::vector<GtkWidget*> painted(GtkWidget* window) {
        gtk_button_clicked(GTK_BUTTON(find(window, "sheet-paint")));
        EXPECT_TRUE(testing::wait_for([&] {
            return testing::label_text(window, "sheet-remark").find("Click a cell") == 0 &&
                   gtk_widget_is_sensitive(find(window, "sheet-open"));
        })) << message(window);
        return testing::pictures_of(window, "sheet-cells");
    }
    static void choose(GtkWidget* window, const char* list, const char* id) {
        EXPECT_TRUE(gtk_combo_box_set_active_id(GTK_COMBO_BOX(find(window, list)), id));
    }

    testing::FakeEngine engine;
    std::string opened_name;
    Size opened_size;
};

TEST_F(SheetWindowTest, ACellOfOwnValuesIsTakenOver) {
    const auto choice = run_sheet([&](GtkWidget* window) {
        choose(window, "sheet-kind", "own");
        choose(window, "sheet-first", "style-scale");
        gtk_entry_set_text(GTK_ENTRY(find(window, "sheet-first-values")), "0.5 1 2");
        const auto cells = painted(window);
        EXPECT_EQ(
            testing::names_of(cells),
            (std::vector<std::string>{"Stroke size 0.5", "Stroke size 1", "Stroke size 2"}));
        EXPECT_NE(testing::colour_of(cells.at(2)), 0u) << "it has its picture";
        gtk_widget_activate(cells.at(2));
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.stroke_scale, 2);
    EXPECT_EQ(choice->settings.size, Settings{}.size) << "not that of the cells";
    EXPECT_EQ(engine.seen_settings.model, "compact") << "the preview's again";
}

TEST_F(SheetWindowTest, ACellOfThePaintingsIsTheStyle) {
    const auto choice = run_sheet([&](GtkWidget* window) {
        const auto cells = painted(window);
        EXPECT_GE(cells.size(), 12u) << "the bundled ones";
        gtk_widget_activate(cells.at(1));
    });
    ASSERT_TRUE(choice);
    EXPECT_NE(choice->styles.at(0).file.find("paintings"), std::string::npos);
    EXPECT_NE(choice->styles.at(0).file, picture);
}

TEST_F(SheetWindowTest, APaintingThatCannotBeReadIsNamedAndLeftOut) {
    write("broken.ppm", "P3 no picture\n");
    context.preferences_file = folder / "preferences.ini";
    Preferences preferences;
    preferences.style_collection = StyleCollection::folder;
    preferences.style_folder = folder;
    write_preferences(context.preferences_file, preferences);
    const auto choice = run_sheet([&](GtkWidget* window) {
        const auto cells = painted(window);
        ASSERT_EQ(cells.size(), 2u);
        EXPECT_NE(message(window).find("broken.ppm"), std::string::npos) << message(window);
        gtk_widget_activate(cells.at(1));
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, picture) << "other.ppm, style.ppm";
}

TEST_F(SheetWindowTest, TheSheetIsOpenedAsAnImage) {
    run_sheet([&](GtkWidget* window) {
        choose(window, "sheet-kind", "variation");
        painted(window);
        gtk_button_clicked(GTK_BUTTON(find(window, "sheet-open")));
        EXPECT_TRUE(testing::wait_for([&] { return !opened_name.empty(); }));
        respond(window, GTK_RESPONSE_CLOSE);
    });
    EXPECT_EQ(opened_name, "Proof Sheet");
    EXPECT_GT(opened_size.width, 3 * 256) << "three cells beside each other";
    EXPECT_GT(opened_size.height, 128);
}

TEST_F(SheetWindowTest, StopAndClose) {
    const auto choice = run_sheet([&](GtkWidget* window) {
        const int before = engine.sessions_made;
        engine.hold_run(3);
        choose(window, "sheet-kind", "content");
        gtk_button_clicked(GTK_BUTTON(find(window, "sheet-paint")));
        EXPECT_TRUE(testing::wait_for([&] { return engine.sessions_made > before; }));
        EXPECT_STREQ(gtk_button_get_label(GTK_BUTTON(find(window, "sheet-paint"))), "S_top");
        gtk_button_clicked(GTK_BUTTON(find(window, "sheet-paint")));
        EXPECT_TRUE(testing::wait_for([&] {
            return std::string(gtk_button_get_label(GTK_BUTTON(find(window, "sheet-paint")))) ==
                   "_Paint";
        }));
        EXPECT_FALSE(gtk_widget_is_sensitive(find(window, "sheet-open"))) << "nothing is there";
        engine.release_run();
        respond(window, GTK_RESPONSE_CLOSE);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.method, Method::matching) << "as it was";
}

TEST_F(SheetWindowTest, WhatIsNoValueIsSaid) {
    run_sheet([&](GtkWidget* window) {
        choose(window, "sheet-kind", "own");
        gtk_entry_set_text(GTK_ENTRY(find(window, "sheet-first-values")), "much");
        gtk_button_clicked(GTK_BUTTON(find(window, "sheet-paint")));
        EXPECT_TRUE(testing::wait_for([&] { return !message(window).empty(); }));
        EXPECT_NE(message(window).find("content-weight"), std::string::npos) << message(window);
        respond(window, GTK_RESPONSE_CLOSE);
    });
}

} // namespace
} // namespace style_transfer
