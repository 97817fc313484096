// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/result_window.h"

#include "tests/ui/windows/window_driver.h"
#include "ui/widgets/picture_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

namespace style_transfer {
namespace {

using testing::find;

Image gray(float value) {
    Image image = Image::create({32, 24}, 3);
    for (int y = 0; y < 24; ++y)
        for (int i = 0; i < 32 * 3; ++i)
            image.row(y)[i] = value;
    return image;
}

class ResultWindowTest : public ::testing::Test {
  protected:
    // The layer is black, result number n has the gray of n tenths and the size of 100 n.
    ResultAnswer run(int count, const std::function<void(GtkWidget*)>& script) {
        std::vector<Image> pictures;
        for (int i = 0; i <= count; ++i)
            pictures.push_back(gray(float(i) / 10));
        std::vector<ShownResult> results;
        for (int i = 1; i <= count; ++i) {
            Settings settings;
            settings.size = 100 * i;
            results.push_back(
                {pictures[0].view(), pictures[std::size_t(i)].view(), {settings, ""}});
        }
        const testing::User user("result-window", script);
        return run_result_window({}, results);
    }
};

// Tenths of white that the large picture shows, at a fraction of its width.
int shown(GtkWidget* window, double fraction) {
    GtkWidget* view = find(window, "result");
    gtk_test_widget_wait_for_draw(view);
    const int width = gtk_widget_get_allocated_width(view);
    const int height = gtk_widget_get_allocated_height(view);
    const SurfacePointer surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    cairo_t* cairo = cairo_create(surface.get());
    gtk_widget_draw(view, cairo);
    cairo_destroy(cairo);
    const Image image = read_surface(surface.get());
    return int(std::lround(image.row(height / 2 + 15)[int(fraction * width) * 3] * 10));
}

void choose(GtkWidget* window, int number) {
    GtkWidget* button = find(window, "result-" + std::to_string(number));
    gtk_button_clicked(GTK_BUTTON(button));
}

TEST_F(ResultWindowTest, EnterAccepts) {
    const ResultAnswer answer = run(1, [](GtkWidget* window) {
        EXPECT_EQ(shown(window, 0.5), 1);
        testing::press_key(window, GDK_KEY_Return);
    });
    EXPECT_EQ(answer.decision, Decision::accept);
    EXPECT_EQ(answer.result, 0u);
}

TEST_F(ResultWindowTest, ASingleResultHasNoThumbnails) {
    run(1, [](GtkWidget* window) {
        for (GtkWidget* widget : testing::all_widgets(window))
            EXPECT_FALSE(GTK_IS_RADIO_BUTTON(widget));
        testing::press_key(window, GDK_KEY_Return);
    });
}

TEST_F(ResultWindowTest, TheNewestComesFirstAndAnyCanBeAccepted) {
    const ResultAnswer answer = run(3, [](GtkWidget* window) {
        EXPECT_EQ(shown(window, 0.5), 3);
        for (int number : {1, 3, 2}) {
            choose(window, number);
            EXPECT_EQ(shown(window, 0.5), number);
        }
        gtk_button_clicked(GTK_BUTTON(find(window, "accept")));
    });
    EXPECT_EQ(answer.decision, Decision::accept);
    EXPECT_EQ(answer.result, 1u);
}

TEST_F(ResultWindowTest, ThumbnailsSayWhatWasSetOtherwise) {
    run(2, [](GtkWidget* window) {
        bool found = false;
        for (GtkWidget* widget : testing::all_widgets(find(window, "result-2")))
            found |= GTK_IS_LABEL(widget) &&
                     std::string("Size 200") == gtk_label_get_text(GTK_LABEL(widget));
        EXPECT_TRUE(found);
        AtkObject* accessible = gtk_widget_get_accessible(find(window, "result-1"));
        EXPECT_STREQ(atk_object_get_name(accessible), "Result 1");
        EXPECT_STREQ(atk_object_get_description(accessible), "Size 100");
        testing::press_key(window, GDK_KEY_Escape);
    });
}

TEST_F(ResultWindowTest, BackNamesTheResultWhoseSettingsAreWanted) {
    const ResultAnswer answer = run(2, [](GtkWidget* window) {
        choose(window, 1);
        gtk_button_clicked(GTK_BUTTON(find(window, "back")));
    });
    EXPECT_EQ(answer.decision, Decision::back);
    EXPECT_EQ(answer.result, 0u);
}

TEST_F(ResultWindowTest, DiscardEscapeAndCloseDiscard) {
    const auto decision = [&](const std::function<void(GtkWidget*)>& script) {
        return run(2, script).decision;
    };
    EXPECT_EQ(
        decision(
            [](GtkWidget* window) { gtk_button_clicked(GTK_BUTTON(find(window, "discard"))); }),
        Decision::discard);
    EXPECT_EQ(
        decision([](GtkWidget* window) { testing::press_key(window, GDK_KEY_Escape); }),
        Decision::discard);
    EXPECT_EQ(
        decision([](GtkWidget* window) { gtk_window_close(GTK_WINDOW(window)); }),
        Decision::discard);
}

TEST_F(ResultWindowTest, TheLayerIsLeftOfTheLine) {
    run(1, [](GtkWidget* window) {
        GtkWidget* view = find(window, "result");
        gtk_widget_grab_focus(view);
        EXPECT_EQ(shown(window, 0.2), 1);
        for (int i = 0; i < 10; ++i) // half of the width
            testing::press_key(window, GDK_KEY_Right);
        EXPECT_EQ(shown(window, 0.2), 0) << "the layer";
        EXPECT_EQ(shown(window, 0.8), 1);
        testing::press_key(window, GDK_KEY_Escape);
    });
}

} // namespace
} // namespace style_transfer
