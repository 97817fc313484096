// SPDX-License-Identifier: GPL-3.0-or-later
// The preview within the settings dialog, with an engine that adds 1/100 at each step.
#include "ui/widgets/preview_pane.h"
#include "ui/windows/settings_dialog.h"

#include "engine/base/error.h"
#include "tests/support/fake_engine.h"
#include "tests/ui/windows/window_driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace style_transfer {
namespace {

using testing::find;
using testing::preview_settled;

class PreviewPaneTest : public ::testing::Test {
  protected:
    PreviewPaneTest() : style(std::filesystem::temp_directory_path() / "preview-pane-test.ppm") {
        std::ofstream(style) << "P3 2 1 255\n255 0 0 0 0 255\n";
        context.engine = [this]() -> const ste_api& { return engine.api(); };
        context.load_base = [this](const Area& part, int longer_side) {
            asked_part = part;
            asked_side = longer_side;
            Image image = Image::create({64, 32}, 3);
            for (int y = 0; y < 32; ++y)
                for (int i = 0; i < 64 * 3; ++i)
                    image.row(y)[i] = 0.5F;
            return image;
        };
    }
    ~PreviewPaneTest() override { std::filesystem::remove(style); }

    void run(const std::string& file, const std::function<void(GtkWidget*)>& script) {
        const testing::User user("settings-dialog", [&](GtkWidget* window) {
            script(window);
            gtk_dialog_response(GTK_DIALOG(window), GTK_RESPONSE_CANCEL);
        });
        EXPECT_FALSE(run_settings_dialog(context, {{}, file}, {4000, 2000}));
    }

    // What the widget shows, gray, at a fraction of the width in the middle of the height.
    static int shown_at(GtkWidget* window, double fraction) {
        GtkWidget* view = find(window, "preview");
        const int width = gtk_widget_get_allocated_width(view);
        const int height = gtk_widget_get_allocated_height(view);
        const SurfacePointer surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
        cairo_t* cairo = cairo_create(surface.get());
        gtk_widget_draw(view, cairo);
        cairo_destroy(cairo);
        cairo_surface_flush(surface.get());
        const unsigned char* row =
            cairo_image_surface_get_data(surface.get()) +
            std::ptrdiff_t{height / 2 + 12} * cairo_image_surface_get_stride(surface.get());
        return row[std::min(int(fraction * width), width - 1) * 4];
    }

    testing::FakeEngine engine;
    std::filesystem::path style;
    WindowContext context;
    int asked_side = 0;
    Area asked_part;
};

TEST_F(PreviewPaneTest, ShowsThePictureBeforeAndAfter) {
    run(style.string(), [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        EXPECT_EQ(shown_at(window, 0.1), 128) << "before: 0.5";
        EXPECT_EQ(shown_at(window, 0.6), 153) << "after ten steps: 0.6";
    });
    EXPECT_EQ(asked_side, 256);
    EXPECT_EQ(asked_part, (Area{0, 0, {4000, 2000}}));
    EXPECT_EQ(engine.seen_settings.model, "compact");
}

TEST_F(PreviewPaneTest, TheLineMovesByKeyboard) {
    run(style.string(), [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        gtk_widget_grab_focus(find(window, "preview"));
        testing::press_key(window, GDK_KEY_End);
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.6) == 128; }));
        for (int i = 0; i < 12; ++i)
            testing::press_key(window, GDK_KEY_Left); // to 0.4
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.6) == 153; }));
        EXPECT_EQ(shown_at(window, 0.3), 128);
        testing::press_key(window, GDK_KEY_Home);
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.3) == 153; }));
    });
}

TEST_F(PreviewPaneTest, AMovedSliderPaintsOnFromThereAndThenFromTheStart) {
    run(style.string(), [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        engine.evaluation_time = std::chrono::milliseconds(30);
        testing::move_slider(window, "content-weight", 0.5);
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.6) == 179; }))
            << "0.7, found " << shown_at(window, 0.6);
        ASSERT_TRUE(preview_settled(window));
        EXPECT_EQ(engine.seen_settings.content_weight, 0.5);
        EXPECT_EQ(engine.continued, 1);
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.6) == 153; }))
            << "0.6, as if it had been so from the beginning";
        // Without effect on the preview.
        testing::move_slider(window, "size", 512);
        ASSERT_TRUE(preview_settled(window));
        EXPECT_EQ(engine.sessions_made, 4);
    });
}

TEST_F(PreviewPaneTest, TheButtonShowsThePlaceInFullSize) {
    run(style.string(), [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        GtkToggleButton* zoom = GTK_TOGGLE_BUTTON(find(window, "zoom"));
        gtk_toggle_button_set_active(zoom, TRUE);
        // 4000 × 2000 pixels are worked on at 1024 × 512: 320 × 320 of these.
        EXPECT_EQ(asked_part, (Area{1375, 375, {1250, 1250}}));
        EXPECT_EQ(asked_side, 320);
        EXPECT_TRUE(testing::wait_for([&] { return engine.sessions_made == 4; }));
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.52) == 153; }))
            << "after ten steps: 0.6";
        EXPECT_EQ(engine.continued, 0) << "another picture begins anew";
        testing::move_slider(window, "style-weight", 3);
        EXPECT_TRUE(testing::wait_for([&] { return engine.continued == 1; }));
        gtk_toggle_button_set_active(zoom, FALSE);
        EXPECT_EQ(asked_part, (Area{0, 0, {4000, 2000}}));
        ASSERT_TRUE(preview_settled(window));
    });
}

// With a selection, what is painted of the layer depends on the settings.
TEST_F(PreviewPaneTest, ShowsThePartThatIsPaintedWithTheseSettings) {
    context.painted_area = [](const StyleChoice& choice, const std::vector<NetworkLayer>& layers) {
        const Settings& settings = choice.settings;
        return Area{layers.empty() ? 10 : 20, 30, {settings.size, settings.size / 2}};
    };
    run(style.string(), [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] {
            return asked_part == Area{20, 30, {1024, 512}};
        })) << "once the network is known";
        ASSERT_TRUE(preview_settled(window));
        testing::move_slider(window, "size", 512);
        EXPECT_EQ(asked_part, (Area{20, 30, {512, 256}}));
        EXPECT_EQ(testing::label_text(window, "working-size"), "Works at 512 × 256 pixels");
    });
}

TEST_F(PreviewPaneTest, ADoubleClickMagnifiesThePlace) {
    run(style.string(), [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        testing::double_click(find(window, "preview"), 1, 1);
        EXPECT_EQ(asked_part, (Area{2750, 750, {1250, 1250}})) << "as far right as it goes";
        EXPECT_TRUE(gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(find(window, "zoom"))));
        testing::double_click(find(window, "preview"), 0, 0);
        EXPECT_EQ(asked_part, (Area{0, 0, {4000, 2000}}));
    });
}

TEST_F(PreviewPaneTest, KeysMoveWhatIsMagnified) {
    run(style.string(), [&](GtkWidget* window) {
        ASSERT_TRUE(preview_settled(window));
        const auto press = [&](unsigned key) {
            gtk_widget_grab_focus(find(window, "preview"));
            testing::press_key(window, key, GDK_CONTROL_MASK);
        };
        press(GDK_KEY_Right);
        EXPECT_EQ(asked_part, (Area{0, 0, {4000, 2000}})) << "all of it is seen";
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(find(window, "zoom")), TRUE);
        EXPECT_EQ(asked_part, (Area{1375, 375, {1250, 1250}}));
        press(GDK_KEY_Right);
        EXPECT_EQ(asked_part, (Area{1531, 375, {1250, 1250}})) << "an eighth of what is seen";
        press(GDK_KEY_Up);
        EXPECT_EQ(asked_part, (Area{1531, 219, {1250, 1250}}));
        ASSERT_TRUE(preview_settled(window));
    });
}

TEST_F(PreviewPaneTest, WithoutStyleThereIsNothingToPaint) {
    run("/nowhere/gone.ppm", [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] { return shown_at(window, 0.6) == 128; }));
        EXPECT_EQ(testing::label_text(window, "preview-state"), "Choose a style to see a preview.");
    });
    EXPECT_EQ(engine.sessions_made, 0);
}

TEST_F(PreviewPaneTest, AFailureIsASentenceInTheWindow) {
    engine.prepare_status = STE_MODEL;
    engine.sentence = "The model is not installed.";
    run(style.string(), [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] {
            return testing::label_text(window, "preview-state") == "The model is not installed.";
        }));
        EXPECT_EQ(shown_at(window, 0.6), 128) << "the picture as it is";
    });
}

TEST_F(PreviewPaneTest, ABaseThatCannotBeReadIsASentenceToo) {
    context.load_base = [](const Area&, int) -> Image {
        throw Error(ErrorCode::file, "The layer is gone.");
    };
    run(style.string(), [&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for(
            [&] { return testing::label_text(window, "preview-state") == "The layer is gone."; }));
    });
}

} // namespace
} // namespace style_transfer
