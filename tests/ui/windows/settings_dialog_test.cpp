// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/error_window.h"

#include "engine/base/error.h"
#include "engine/settings/parameters.h"
#include "tests/support/fake_engine.h"
#include "tests/ui/windows/settings_dialog_fixture.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/widgets/callbacks.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <stdexcept>
#include <string>

namespace style_transfer {
namespace {

using testing::accept;
using testing::can_accept;
using testing::find;
using testing::message;
using testing::respond;
using testing::style_is_shown;

class SettingsDialogTest : public testing::SettingsDialogFixture {};

TEST_F(SettingsDialogTest, HandsBackWhatItWasGiven) {
    Settings settings;
    apply_text(
        settings, "content-weight=0.00000012 style-weight=12.5 variation-weight=123456.75 "
                  "style-layers=0.0001,2,3,4,5 content-layer=block4_conv2 iterations=1000 "
                  "evaluations=7 size=4096 enhance=no brightness=1.234 colour=0 sharpness=9.5 "
                  "model=compact balance-size=77 threads=3 memory=2000 seed=123456789 "
                  "quality=fine schedule=single precision=fp32 device=cpu style-scale=1.75");
    const auto choice = run(
        [](GtkWidget* window) {
            // The focus wanders through all controls, as with the Tab key.
            for (GtkWidget* widget : testing::all_widgets(window))
                if (GTK_IS_SPIN_BUTTON(widget))
                    gtk_spin_button_update(GTK_SPIN_BUTTON(widget));
            accept(window);
        },
        settings);
    ASSERT_TRUE(choice);
    EXPECT_EQ(to_text(choice->settings), to_text(settings));
    EXPECT_EQ(choice->styles.at(0).file, picture);
}

TEST_F(SettingsDialogTest, TakesEveryNumberFromItsEntry) {
    const std::map<std::string, std::string> typed{
        {"content-weight", "0.5"}, {"style-weight", "0.0004"}, {"variation-weight", "2.5"},
        {"block1_conv1", "1"},     {"block2_conv1", "2"},      {"block3_conv1", "3"},
        {"block4_conv1", "4"},     {"block5_conv1", "0.125"},  {"iterations", "3"},
        {"evaluations", "4"},      {"size", "5000"},           {"brightness", "1.5"},
        {"colour", "1.25"},        {"sharpness", "0.75"},      {"balance-size", "1000"},
        {"threads", "2"},          {"memory", "512"},          {"seed", "11"},
        {"stroke-size", "150 %"}};
    testing::FakeEngine engine;
    context.engine = [&]() -> const ste_api& { return engine.api(); };
    const auto choice = run([&](GtkWidget* window) {
        // The network's other layers come when it is known.
        GtkComboBox* layers = GTK_COMBO_BOX(find(window, "content-layer"));
        EXPECT_STREQ(gtk_combo_box_get_active_id(layers), "block4_conv2");
        EXPECT_TRUE(testing::wait_for([&] {
            return gtk_tree_model_iter_n_children(gtk_combo_box_get_model(layers), nullptr) == 3;
        }));
        for (const auto& [name, text] : typed)
            testing::type_number(window, name, text);
        for (const auto& [name, word] : std::map<std::string, const char*>{
                 {"content-layer", "block5_conv2"},
                 {"model", "compact"},
                 {"quality", "full"},
                 {"method", "matching"},
                 {"schedule", "single"},
                 {"precision", "fp32"},
                 {"device", "cpu"}})
            EXPECT_TRUE(gtk_combo_box_set_active_id(GTK_COMBO_BOX(find(window, name)), word));
        accept(window);
    });
    ASSERT_TRUE(choice);
    Settings expected;
    apply_text(
        expected,
        "content-weight=0.5 style-weight=0.0004 variation-weight=2.5 style-layers=1,2,3,4,0.125 "
        "content-layer=block5_conv2 iterations=3 evaluations=4 size=5000 enhance=no "
        "brightness=1.5 colour=1.25 sharpness=0.75 model=compact balance-size=1000 threads=2 "
        "memory=512 seed=11 method=matching quality=full schedule=single precision=fp32 device=cpu "
        "style-scale=1.5");
    EXPECT_EQ(to_text(choice->settings), to_text(expected));
}

TEST_F(SettingsDialogTest, SlidersMoveTheEntries) {
    const auto choice = run([&](GtkWidget* window) {
        testing::move_slider(window, "content-weight", 0.30000000000000004);
        EXPECT_STREQ(gtk_entry_get_text(GTK_ENTRY(find(window, "content-weight"))), "0.300");
        testing::move_slider(window, "size", 1024);
        EXPECT_EQ(testing::label_text(window, "working-size"), "Works at 1024 × 768 pixels");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.content_weight, 0.3);
    EXPECT_EQ(choice->settings.size, 1024);
}

TEST_F(SettingsDialogTest, OfAGrayImageItSaysSo) {
    context.space = RgbSpace().without_colours();
    run([&](GtkWidget* window) {
        const std::string text = testing::label_text(window, "working-size");
        EXPECT_NE(text.find("gray"), std::string::npos) << text;
        EXPECT_FALSE(gtk_widget_get_sensitive(find(window, "palette")));
        accept(window);
    });
}

TEST_F(SettingsDialogTest, BasicAndAdvancedShowTheSameSettings) {
    const auto choice = run([&](GtkWidget* window) {
        const auto shown = [&](const char* name) {
            return std::string(gtk_entry_get_text(GTK_ENTRY(find(window, name))));
        };
        EXPECT_EQ(shown("strength"), "100 %");
        testing::move_slider(window, "strength", 50);
        EXPECT_EQ(shown("content-weight"), "5.120");
        testing::type_number(window, "content-weight", "0.08");
        EXPECT_EQ(shown("strength"), "100 %");
        testing::type_number(window, "smoothness", "200%");
        EXPECT_EQ(shown("variation-weight"), "4.00");
        testing::type_number(window, "smoothness", "200 px");
        EXPECT_EQ(shown("smoothness"), "200 %") << "not a unit of its own: nothing changes";
        testing::move_slider(window, "stroke-size", 130);
        EXPECT_EQ(shown("size"), "1024 px");
        accept(window);
    });
    ASSERT_TRUE(choice);
    Settings expected;
    apply_text(expected, "variation-weight=4 style-scale=1.3");
    EXPECT_EQ(to_text(choice->settings), to_text(expected));
}

TEST_F(SettingsDialogTest, TheEqualiserMovesInDecibels) {
    const auto choice = run([&](GtkWidget* window) {
        testing::move_slider(window, "block1_conv1", 30);
        testing::move_slider(window, "block2_conv1", -40);
        testing::move_slider(window, "block3_conv1", -7);
        testing::type_number(window, "block5_conv1", "0.123");
        accept(window);
    });
    ASSERT_TRUE(choice);
    // 10^3; off; 10^-0.7 = 0.19953; untouched; typed.
    const std::array<double, 5> expected{1000, 0, 0.2, 1, 0.123};
    EXPECT_EQ(choice->settings.style_layers, expected);
}

TEST_F(SettingsDialogTest, KeepsNumbersLegal) {
    const auto choice = run([&](GtkWidget* window) {
        testing::type_number(window, "size", "3");
        testing::type_number(window, "style-weight", "-1");
        testing::type_number(window, "content-weight", "nan");
        testing::type_number(window, "variation-weight", "inf");
        testing::type_number(window, "brightness", "much");
        testing::type_number(window, "sharpness", "3x");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.size, 16);
    EXPECT_EQ(choice->settings.style_weight, 0);
    EXPECT_EQ(choice->settings.content_weight, 0.08);
    EXPECT_EQ(choice->settings.variation_weight, 1);
    EXPECT_EQ(choice->settings.brightness, 1.2);
    EXPECT_EQ(choice->settings.sharpness, 1.2);
}

TEST_F(SettingsDialogTest, EnterInAnEntryAccepts) {
    const auto choice = run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        GtkWidget* spin = find(window, "smoothness");
        gtk_widget_grab_focus(spin);
        gtk_entry_set_text(GTK_ENTRY(spin), "200");
        testing::press_key(window, GDK_KEY_Return);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.variation_weight, 4);
}

TEST_F(SettingsDialogTest, OkTakesWhatIsTypedButNotConfirmed) {
    const auto choice = run([&](GtkWidget* window) {
        gtk_entry_set_text(GTK_ENTRY(find(window, "evaluations")), "9");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.evaluations, 9);
}

TEST_F(SettingsDialogTest, CancelEscapeAndCloseGiveNothing) {
    EXPECT_FALSE(run([](GtkWidget* window) { respond(window, GTK_RESPONSE_CANCEL); }));
    EXPECT_FALSE(run([](GtkWidget* window) { testing::press_key(window, GDK_KEY_Escape); }));
    EXPECT_FALSE(run([](GtkWidget* window) { gtk_window_close(GTK_WINDOW(window)); }));
}

TEST_F(SettingsDialogTest, NeedsAStyle) {
    const auto choice = run_with({{}, "/nowhere/gone.ppm"}, [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] { return !message(window).empty(); }));
        EXPECT_FALSE(can_accept(window));
        testing::press_key(window, GDK_KEY_Return);
        EXPECT_TRUE(gtk_widget_get_mapped(window));
        testing::choose_file(window, "style-file", other_picture);
        EXPECT_EQ(message(window), "");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, other_picture);
}

TEST_F(SettingsDialogTest, KeepsTheFormerStyleWhenTheNewOneIsNoPicture) {
    const auto choice = run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        testing::choose_file(window, "style-file", no_picture);
        EXPECT_NE(message(window).find("notes.txt"), std::string::npos) << message(window);
        EXPECT_TRUE(can_accept(window));
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, picture);
}

TEST_F(SettingsDialogTest, SaysThatTheStyleOfTheLastRunIsGone) {
    const std::string gone = (folder / "gone.png").string();
    EXPECT_FALSE(run_with({{}, gone}, [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] { return !message(window).empty(); }));
        EXPECT_EQ(message(window), "gone.png: there is no such file.");
        EXPECT_FALSE(can_accept(window));
        respond(window, GTK_RESPONSE_CANCEL);
    }));
}

TEST_F(SettingsDialogTest, TheProgramLoadsWhatThePixbufsDoNotKnow) {
    std::string asked;
    context.load_thumbnail = [&](const std::string& file, int longer_side) {
        asked = file;
        EXPECT_GE(longer_side, 100);
        return Image::create({20, 10}, 4);
    };
    const auto choice = run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_EQ(asked, "") << "GdkPixbuf comes first";
        testing::choose_file(window, "style-file", unknown_picture);
        EXPECT_EQ(message(window), "");
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, unknown_picture);
    EXPECT_EQ(asked, unknown_picture);

    context.load_thumbnail = [&](const std::string&, int) -> Image {
        throw Error(ErrorCode::file, "The program cannot read it.");
    };
    EXPECT_FALSE(run([&](GtkWidget* window) {
        testing::choose_file(window, "style-file", unknown_picture);
        EXPECT_EQ(message(window), "The program cannot read it.");
        respond(window, GTK_RESPONSE_CANCEL);
    }));
}

TEST_F(SettingsDialogTest, ForeignExceptionsComeOutOfTheCall) {
    context.load_thumbnail = [&](const std::string&, int) -> Image {
        throw std::runtime_error("lost the program");
    };
    EXPECT_THROW(
        run([&](GtkWidget* window) {
            testing::choose_file(window, "style-file", unknown_picture);
        }),
        std::runtime_error);
}

TEST_F(SettingsDialogTest, ResetGivesDefaults) {
    Settings settings;
    apply_text(settings, "iterations=3 content-layer=block1_conv1 enhance=yes model=vgg19 seed=4");
    const auto choice = run(
        [&](GtkWidget* window) {
            EXPECT_TRUE(style_is_shown(window));
            gtk_button_clicked(GTK_BUTTON(find(window, "reset")));
            EXPECT_EQ(gtk_spin_button_get_value(GTK_SPIN_BUTTON(find(window, "iterations"))), 5);
            accept(window);
        },
        settings);
    ASSERT_TRUE(choice);
    EXPECT_EQ(to_text(choice->settings), to_text(Settings{}));
    EXPECT_EQ(choice->styles.at(0).file, picture);
}

TEST_F(SettingsDialogTest, AMethodBringsItsDefaults) {
    const auto choice = run([&](GtkWidget* window) {
        testing::type_number(window, "size", "300");
        gtk_combo_box_set_active_id(GTK_COMBO_BOX(find(window, "method")), "gram");
        EXPECT_EQ(gtk_spin_button_get_value(GTK_SPIN_BUTTON(find(window, "iterations"))), 25);
        EXPECT_TRUE(gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(find(window, "enhance"))));
        accept(window);
    });
    ASSERT_TRUE(choice);
    Settings expected = published_settings();
    expected.size = 300;
    EXPECT_EQ(to_text(choice->settings), to_text(expected));
}

TEST_F(SettingsDialogTest, ControlsWithoutEffectAreInsensitive) {
    const auto choice = run([&](GtkWidget* window) {
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(find(window, "enhance")), TRUE);
        EXPECT_TRUE(gtk_widget_is_sensitive(find(window, "brightness")));
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(find(window, "enhance")), FALSE);
        EXPECT_FALSE(gtk_widget_is_sensitive(find(window, "brightness")));
        testing::type_number(window, "style-weight", "0");
        EXPECT_FALSE(gtk_widget_is_sensitive(find(window, "block3_conv1")));
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_FALSE(choice->settings.enhance);
}

TEST_F(SettingsDialogTest, AsksForAModelFile) {
    const std::string model = write("net.h5", "x");
    const auto choice = run([&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_FALSE(gtk_widget_get_visible(find(window, "model-file")));
        gtk_combo_box_set_active_id(GTK_COMBO_BOX(find(window, "model")), "file");
        EXPECT_TRUE(gtk_widget_get_visible(find(window, "model-file")));
        EXPECT_FALSE(can_accept(window));
        testing::choose_file(window, "model-file", model);
        accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.model, model);
}

TEST_F(SettingsDialogTest, FitsOnASmallScreen) {
    run([&](GtkWidget* window) {
        gtk_combo_box_set_active_id(GTK_COMBO_BOX(find(window, "model")), "file");
        testing::choose_file(window, "style-file", no_picture);
        GtkRequisition natural{};
        gtk_widget_get_preferred_size(window, nullptr, &natural);
        EXPECT_LE(natural.width, 1024);
        EXPECT_LE(natural.height, 748) << "with the title bar on a screen of 768";
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(SettingsDialogTest, AttachesARealisedWindow) {
    bool realised = false;
    context.attach = [&](GtkWindow* window) {
        realised = gtk_widget_get_realized(GTK_WIDGET(window));
    };
    run([](GtkWidget* window) { respond(window, GTK_RESPONSE_CANCEL); });
    EXPECT_TRUE(realised);
}

TEST_F(SettingsDialogTest, ErrorWindowShowsTheSentenceAsItIs) {
    const std::string sentence = "100 %s <b>not markup</b> & so on.";
    const testing::User user("error-window", [&](GtkWidget* window) {
        bool shown = false;
        for (GtkWidget* widget : testing::all_widgets(window))
            shown |= GTK_IS_LABEL(widget) && sentence == gtk_label_get_text(GTK_LABEL(widget));
        EXPECT_TRUE(shown);
        testing::press_key(window, GDK_KEY_Return);
    });
    show_error({}, sentence);
}

TEST_F(SettingsDialogTest, ErrorWindowCopiesWhatAReportNeeds) {
    context.diagnostics = [] { return std::string("processor fast"); };
    // It copies once the click is over, and is there again.
    std::optional<testing::User> reader;
    const testing::User user("error-window", [&](GtkWidget* window) {
        gtk_button_clicked(GTK_BUTTON(testing::find(window, "copy-diagnostics")));
        reader.emplace("error-window", [](GtkWidget* again) {
            const GlibText text(gtk_clipboard_wait_for_text(
                gtk_widget_get_clipboard(again, GDK_SELECTION_CLIPBOARD)));
            EXPECT_STREQ(text.get(), "It failed.\n\nprocessor fast");
            respond(again, GTK_RESPONSE_CLOSE);
        });
    });
    show_error(context, "It failed.");
    EXPECT_TRUE(reader && reader->was_there());
}

} // namespace
} // namespace style_transfer
