// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/result_window.h"

#include "engine/settings/parameters.h"
#include "tests/ui/windows/painted_result.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/widgets/picture_view.h"

#include <gegl.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>

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
        std::deque<testing::PaintedResult> painted;
        std::vector<ShownResult> results;
        for (int i = 1; i <= count; ++i) {
            painted.emplace_back(gray(0), gray(float(i) / 10));
            Settings settings = base_settings;
            settings.size = 100 * i;
            results.push_back({painted.back().picture, {settings, ""}, settings});
        }
        const testing::User user("result-window", script);
        return run_result_window(context, results);
    }

    Settings base_settings;
    WindowContext context;
};

// Tenths of white that the large picture shows, at a fraction of its width.
int shown(GtkWidget* window, double fraction) {
    GtkWidget* view = find(window, "result");
    while (gtk_events_pending()) // the picture is finished when nothing else is to be done
        gtk_main_iteration();
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

// What is seen is what is accepted.
TEST_F(ResultWindowTest, OpacityIsSeenAndAccepted) {
    const ResultAnswer answer = run(1, [](GtkWidget* window) {
        EXPECT_EQ(shown(window, 0.5), 1);
        testing::type_number(window, "opacity", "0");
        EXPECT_EQ(shown(window, 0.5), 0) << "the layer";
        testing::type_number(window, "brightness", "5");
        testing::type_number(window, "opacity", "60");
        EXPECT_EQ(shown(window, 0.5), 3);
        gtk_button_clicked(GTK_BUTTON(find(window, "accept")));
    });
    ASSERT_EQ(answer.finished.size(), 1u);
    Settings wanted;
    wanted.size = 100;
    wanted.opacity = 60;
    wanted.enhance = true;
    wanted.brightness = 5;
    wanted.colour = wanted.sharpness = 1;
    EXPECT_EQ(to_text(answer.finished[0]), to_text(wanted));
}

TEST_F(ResultWindowTest, WhatIsNotTouchedStays) {
    const ResultAnswer answer = run(2, [](GtkWidget* window) {
        EXPECT_EQ(testing::shown_number(window, "opacity"), "100 %");
        EXPECT_EQ(testing::shown_number(window, "brightness"), "1.00") << "nothing is enhanced";
        choose(window, 1);
        gtk_button_clicked(GTK_BUTTON(find(window, "accept")));
    });
    Settings wanted;
    for (const int size : {100, 200}) {
        wanted.size = size;
        EXPECT_EQ(to_text(answer.finished.at(std::size_t(size / 100 - 1))), to_text(wanted));
    }
}

TEST_F(ResultWindowTest, EachResultIsFinishedByItself) {
    base_settings.enhance = true;
    const ResultAnswer answer = run(2, [](GtkWidget* window) {
        testing::type_number(window, "fine-detail", "40");
        choose(window, 1);
        EXPECT_EQ(testing::shown_number(window, "fine-detail"), "0 %");
        testing::type_number(window, "opacity", "70");
        choose(window, 2);
        EXPECT_EQ(testing::shown_number(window, "fine-detail"), "40 %");
        EXPECT_EQ(testing::shown_number(window, "opacity"), "100 %");
        testing::type_number(window, "sharpness", "2");
        gtk_button_clicked(GTK_BUTTON(find(window, "as-painted")));
        EXPECT_EQ(testing::shown_number(window, "fine-detail"), "0 %");
        EXPECT_EQ(testing::shown_number(window, "sharpness"), "1.20");
        gtk_button_clicked(GTK_BUTTON(find(window, "back")));
    });
    EXPECT_EQ(answer.finished.at(0).opacity, 70);
    EXPECT_TRUE(answer.finished.at(0).enhance);
    EXPECT_EQ(answer.finished.at(1).fine_detail, 0);
    EXPECT_EQ(answer.finished.at(1).sharpness, 1.2);
}

TEST_F(ResultWindowTest, WhereTheLayerKeepsFiltersTheyAreSeen) {
    run(1, [](GtkWidget* window) {
        for (GtkWidget* widget : testing::all_widgets(window))
            EXPECT_STRNE(gtk_widget_get_name(widget), "live-filters") << "the program has none";
        testing::press_key(window, GDK_KEY_Escape);
    });
    gegl_init(nullptr, nullptr);
    context.takes_live_filters = [] { return true; };
    const ResultAnswer answer = run(8, [](GtkWidget* window) { // the last: 0.8
        testing::type_number(window, "brightness", "0.25");
        EXPECT_EQ(shown(window, 0.5), 2) << "a quarter of the number";
        GtkToggleButton* live = GTK_TOGGLE_BUTTON(find(window, "live-filters"));
        EXPECT_FALSE(gtk_toggle_button_get_active(live));
        gtk_toggle_button_set_active(live, TRUE);
        testing::type_number(window, "brightness", "0.1"); // light × 0.0063: 0.04
        EXPECT_EQ(shown(window, 0.5), 0);
        testing::type_number(window, "opacity", "50");
        testing::type_number(window, "brightness", "1");
        EXPECT_EQ(shown(window, 0.5), 4) << "of the numbers";
        gtk_button_clicked(GTK_BUTTON(find(window, "accept")));
    });
    EXPECT_TRUE(answer.live_filters);
}

// Colours that need another run are not offered.
TEST_F(ResultWindowTest, ColoursThatThePaintingCanHave) {
    const auto offered = [&](Palette palette) {
        base_settings.palette = palette;
        int count = 0;
        const ResultAnswer answer = run(1, [&](GtkWidget* window) {
            GtkWidget* list = find(window, "palette");
            count = gtk_tree_model_iter_n_children(
                gtk_combo_box_get_model(GTK_COMBO_BOX(list)), nullptr);
            EXPECT_STREQ(
                gtk_combo_box_get_active_id(GTK_COMBO_BOX(list)),
                palette == Palette::matched ? "matched" : "toned");
            if (palette == Palette::toned)
                gtk_combo_box_set_active_id(GTK_COMBO_BOX(list), "photo");
            testing::press_key(window, GDK_KEY_Escape);
        });
        EXPECT_EQ(
            answer.finished.at(0).palette,
            palette == Palette::toned ? Palette::photo : Palette::matched);
        return count;
    };
    EXPECT_EQ(offered(Palette::toned), 3);
    EXPECT_EQ(offered(Palette::matched), 1);
}

// A layer larger than the window, white at the left.
TEST_F(ResultWindowTest, AtHundredPerCentPixelByPixel) {
    const Size size{4000, 3000};
    Image layer = Image::create(size, 3);
    for (int y = 0; y < size.height; ++y)
        std::fill_n(layer.row(y), 3 * 900, 1.0F);
    const testing::PaintedResult painted(layer, layer.clone());
    const std::vector<ShownResult> results{{painted.picture, {}, {}}};
    const testing::User user("result-window", [](GtkWidget* window) {
        EXPECT_EQ(shown(window, 0.05), 10);
        EXPECT_EQ(shown(window, 0.5), 0);
        testing::double_click(find(window, "result"), 0.01, 0.01);
        EXPECT_EQ(shown(window, 0.5), 10) << "the white part, magnified";
        gtk_widget_grab_focus(find(window, "result"));
        testing::type_number(window, "opacity", "50");
        EXPECT_EQ(shown(window, 0.5), 10) << "photo and painting are one";
        testing::type_number(window, "brightness", "0");
        EXPECT_EQ(shown(window, 0.5), 5);
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(find(window, "zoom")), FALSE);
        EXPECT_EQ(shown(window, 0.05), 5);
        testing::press_key(window, GDK_KEY_Escape);
    });
    run_result_window({}, results);
}

} // namespace
} // namespace style_transfer
