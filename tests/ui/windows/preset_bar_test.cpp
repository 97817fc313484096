// SPDX-License-Identifier: GPL-3.0-or-later
// Presets in the settings dialog: their board, their menu, and what of the settings can be copied.
#include "tests/support/fake_engine.h"
#include "tests/ui/windows/settings_dialog_fixture.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/state/presets.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/data_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {
namespace {

using testing::accept;
using testing::find;
using testing::message;
using testing::respond;
using testing::style_is_shown;

class PresetBarTest : public testing::SettingsDialogFixture {};

std::string chosen_preset(GtkWidget* window) {
    for (GtkWidget* widget : testing::all_widgets(find(window, "preset")))
        if (GTK_IS_LABEL(widget))
            return gtk_label_get_text(GTK_LABEL(widget));
    return "?";
}

void choose_preset(GtkWidget* window, const std::string& name) {
    gtk_widget_activate(testing::find_picture(testing::open_board(window, "preset"), name));
    EXPECT_EQ(chosen_preset(window), name);
}

// As the pointer does; the menu itself need not be open.
void choose_item(GtkWidget* window, const std::string& name) {
    GtkWidget* menu =
        GTK_WIDGET(gtk_menu_button_get_popup(GTK_MENU_BUTTON(find(window, "preset-menu"))));
    gtk_menu_item_activate(GTK_MENU_ITEM(find(menu, name)));
}

TEST_F(PresetBarTest, APresetSetsTheControls) {
    Settings settings;
    settings.threads = 2;
    const auto choice = run(
        [&](GtkWidget* window) {
            EXPECT_EQ(chosen_preset(window), "Painting");
            choose_preset(window, "Quick sketch");
            EXPECT_EQ(gtk_spin_button_get_value(GTK_SPIN_BUTTON(find(window, "size"))), 256);
            testing::type_number(window, "size", "300");
            EXPECT_EQ(chosen_preset(window), "Own settings") << "it is no longer that preset";
            EXPECT_EQ(testing::label_text(window, "preset-remark"), "Settings of your own");
            accept(window);
        },
        settings);
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.iterations, 3);
    EXPECT_EQ(choice->settings.size, 300);
    EXPECT_EQ(choice->settings.threads, 2);
}

TEST_F(PresetBarTest, OwnPresetsAreSavedAndDeleted) {
    context.presets_folder = folder / "presets";
    run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        testing::type_number(window, "size", "300");
        {
            const testing::User user("preset-name-dialog", [](GtkWidget* dialog) {
                gtk_entry_set_text(GTK_ENTRY(find(dialog, "preset-name")), "Mine");
                respond(dialog, GTK_RESPONSE_OK);
            });
            choose_item(window, "preset-save");
            EXPECT_TRUE(user.was_there());
        }
        EXPECT_EQ(chosen_preset(window), "Mine");
        choose_preset(window, "Classic");
        choose_preset(window, "Mine");
        EXPECT_EQ(gtk_spin_button_get_value(GTK_SPIN_BUTTON(find(window, "size"))), 300);
        {
            const testing::User user("preset-name-dialog", [](GtkWidget* dialog) {
                gtk_entry_set_text(GTK_ENTRY(find(dialog, "preset-name")), "Classic");
                respond(dialog, GTK_RESPONSE_OK);
            });
            choose_item(window, "preset-rename");
        }
        EXPECT_NE(message(window).find("comes with the program"), std::string::npos);
        EXPECT_EQ(chosen_preset(window), "Mine");
        choose_item(window, "preset-delete");
        EXPECT_EQ(message(window), "");
        EXPECT_EQ(chosen_preset(window), "Own settings");
        respond(window, GTK_RESPONSE_CANCEL);
    });
    EXPECT_TRUE(std::filesystem::is_empty(folder / "presets"));
}

TEST_F(PresetBarTest, TheCallIsCopied) {
    run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        choose_item(window, "copy-command");
        const GlibText text(
            gtk_clipboard_wait_for_text(gtk_widget_get_clipboard(window, GDK_SELECTION_CLIPBOARD)));
        ASSERT_TRUE(text);
        EXPECT_EQ(
            std::string(text.get()), "style-transfer photo.jpg '" + picture + "' -o result.png");
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(PresetBarTest, EveryPresetShowsWhatItDoes) {
    for (const Preset& preset : built_in_presets()) {
        const std::filesystem::path file = find_data_file(preset.picture);
        ASSERT_FALSE(file.empty()) << preset.picture;
        EXPECT_LE(std::filesystem::file_size(file), 6000U) << file;
        int width = 0;
        int height = 0;
        ASSERT_TRUE(gdk_pixbuf_get_file_info(file.c_str(), &width, &height)) << file;
        EXPECT_EQ(width * 64, height * 96) << file;
    }
    run([&](GtkWidget* window) {
        std::vector<std::string> expected;
        for (const Preset& preset : built_in_presets())
            expected.push_back(preset.name);
        const auto pictures = testing::open_board(window, "preset");
        EXPECT_EQ(testing::names_of(pictures), expected);
        for (GtkWidget* cell : pictures)
            for (GtkWidget* image : testing::all_widgets(cell))
                EXPECT_TRUE(!GTK_IS_IMAGE(image) || testing::wait_for([&] {
                    return gtk_image_get_storage_type(GTK_IMAGE(image)) == GTK_IMAGE_SURFACE;
                }));
        testing::click(testing::find_picture(pictures, "Quick sketch"));
        EXPECT_TRUE(testing::wait_for([&] {
            return gtk_spin_button_get_value(GTK_SPIN_BUTTON(find(window, "size"))) == 256;
        }));
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

// The fake engine's pictures are the base with a little added; red stays the largest.
TEST_F(PresetBarTest, AnOwnPresetGetsThePreviewAsItsPicture) {
    testing::FakeEngine engine;
    context.engine = [&]() -> const ste_api& { return engine.api(); };
    context.load_base = [](const Area&, int) {
        Image image = Image::create({96, 48}, 3);
        for (int y = 0; y < 48; ++y)
            for (int x = 0; x < 96; ++x)
                image.row(y)[x * 3] = 0.75F;
        return image;
    };
    context.presets_folder = folder / "presets";
    run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_TRUE(testing::wait_for([&] { return engine.pictures_copied > 0; }));
        testing::type_number(window, "size", "300");
        const testing::User user("preset-name-dialog", [](GtkWidget* dialog) {
            gtk_entry_set_text(GTK_ENTRY(find(dialog, "preset-name")), "Mine");
            respond(dialog, GTK_RESPONSE_OK);
        });
        choose_item(window, "preset-save");
        respond(window, GTK_RESPONSE_CANCEL);
    });
    const ObjectPointer<GdkPixbuf> saved(
        gdk_pixbuf_new_from_file((folder / "presets" / "Mine.png").c_str(), nullptr));
    ASSERT_TRUE(saved);
    EXPECT_EQ(gdk_pixbuf_get_width(saved.get()), 96);
    EXPECT_EQ(gdk_pixbuf_get_height(saved.get()), 48);
    const guint8* pixel = gdk_pixbuf_read_pixels(saved.get());
    EXPECT_GE(pixel[0], 191);
    EXPECT_LT(pixel[1], 100);
}

} // namespace
} // namespace style_transfer
