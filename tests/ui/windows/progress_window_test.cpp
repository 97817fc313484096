// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/progress_window.h"

#include "engine/base/error.h"
#include "tests/support/fake_engine.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/widgets/picture_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace style_transfer {
namespace {

using namespace std::chrono_literals;
using testing::find;
using testing::label_text;

class ProgressWindowTest : public ::testing::Test {
  protected:
    std::unique_ptr<PaintJob> make_job() {
        Settings settings;
        settings.iterations = engine.evaluations / 5;
        settings.quality = Quality::full; // nothing is resampled
        return std::make_unique<PaintJob>(
            [this]() -> const ste_api& { return engine.api(); },
            PaintWork{
                Image::create({40, 30}, 3), one_style(Image::create({20, 20}, 3)), settings,
                /*shown_side=*/1024});
    }
    std::optional<FinishedRun> run(const std::function<void(GtkWidget*)>& script) {
        const auto job = make_job();
        const testing::User user("progress-window", script);
        return run_progress_window(context, *job, report);
    }

    WindowContext context;
    testing::FakeEngine engine;
    std::function<void(double)> report;
};

GtkWidget* stop_button(GtkWidget* window) {
    return find(window, "stop");
}
GtkWidget* cancel_button(GtkWidget* window) {
    return find(window, "cancel");
}

bool stop_is_possible(GtkWidget* window) {
    return testing::wait_for([&] { return gtk_widget_is_sensitive(stop_button(window)); });
}

TEST_F(ProgressWindowTest, EndsWithTheResult) {
    engine.hold_run(5);
    std::vector<double> fractions;
    report = [&](double fraction) { fractions.push_back(fraction); };
    const auto result = run([&](GtkWidget* window) {
        EXPECT_TRUE(testing::wait_for([&] {
            return label_text(window, "activity") == "Iteration 2 of 2";
        })) << label_text(window, "activity");
        // Five steps of the fake engine leave 0.8⁵ = 0.32768 of the loss, and 2.5 s of its time.
        EXPECT_EQ(label_text(window, "loss"), "Loss 3.277 × 10⁵ (−67 % since the start)");
        EXPECT_EQ(label_text(window, "time-left"), "a few seconds left");
        EXPECT_EQ(label_text(window, "elapsed").substr(0, 2), "0:");
        // GTK, fonts and this test are more than 10 MiB and no gigabyte.
        const std::string memory = label_text(window, "memory");
        EXPECT_GT(std::stol(memory), 10) << memory;
        EXPECT_LT(std::stol(memory), 1024) << memory;
        EXPECT_TRUE(stop_is_possible(window));
        engine.release_run();
    });
    ASSERT_TRUE(result);
    EXPECT_EQ(result->result.picture.size(), (Size{40, 30}));
    EXPECT_FLOAT_EQ(result->result.picture.row(3)[2], 0.1F);
    EXPECT_FALSE(result->accepted);
    ASSERT_FALSE(fractions.empty());
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
}

TEST_F(ProgressWindowTest, StopKeepsThePicture) {
    engine.hold_run(5);
    const auto result = run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        gtk_button_clicked(GTK_BUTTON(stop_button(window)));
        EXPECT_FALSE(gtk_widget_is_sensitive(stop_button(window)));
        EXPECT_TRUE(gtk_widget_is_sensitive(cancel_button(window)));
        EXPECT_EQ(
            label_text(window, "activity"), "Stopping: the picture as it is now will be kept…");
    });
    ASSERT_TRUE(result);
    EXPECT_LT(engine.evaluations_done, engine.evaluations);
}

TEST_F(ProgressWindowTest, StopIsImpossibleWithoutAPicture) {
    engine.hold_prepare();
    EXPECT_FALSE(run([&](GtkWidget* window) {
        EXPECT_EQ(label_text(window, "activity"), "Loading the network…");
        EXPECT_FALSE(gtk_widget_is_sensitive(stop_button(window)));
        EXPECT_TRUE(gtk_widget_is_sensitive(cancel_button(window)));
        gtk_button_clicked(GTK_BUTTON(cancel_button(window)));
        EXPECT_EQ(label_text(window, "activity"), "Cancelling…");
        EXPECT_FALSE(gtk_widget_is_sensitive(cancel_button(window)));
        engine.release_prepare();
    }));
    EXPECT_EQ(engine.evaluations_done, 0);
}

TEST_F(ProgressWindowTest, CancelCloseAndEscapeGiveNothing) {
    engine.hold_run(3);
    EXPECT_FALSE(run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        gtk_button_clicked(GTK_BUTTON(cancel_button(window)));
    }));
    EXPECT_FALSE(run([&](GtkWidget* window) { gtk_window_close(GTK_WINDOW(window)); }));
    EXPECT_FALSE(run([&](GtkWidget* window) { testing::press_key(window, GDK_KEY_Escape); }));
    EXPECT_EQ(engine.sessions_alive, 0);
}

TEST_F(ProgressWindowTest, CancelOrCloseAfterStopCancels) {
    engine.hold_run(0);
    engine.evaluation_time = 300ms; // the stop takes a moment
    EXPECT_FALSE(run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        gtk_button_clicked(GTK_BUTTON(stop_button(window)));
        gtk_window_close(GTK_WINDOW(window));
    }));
    EXPECT_FALSE(run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        gtk_button_clicked(GTK_BUTTON(stop_button(window)));
        gtk_button_clicked(GTK_BUTTON(cancel_button(window)));
    }));
}

TEST_F(ProgressWindowTest, FailureIsThrown) {
    engine.run_status = STE_MEMORY;
    engine.sentence = "The work needs 9000 MiB.";
    engine.evaluation_time = 20ms;
    try {
        run([](GtkWidget*) {});
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::memory);
        EXPECT_STREQ(error.what(), "The work needs 9000 MiB.");
    }
}

TEST_F(ProgressWindowTest, AFailingReportCancelsAndComesOut) {
    engine.evaluations = 1000;
    engine.evaluation_time = 2ms;
    int reports = 0;
    report = [&](double) {
        if (++reports == 2)
            throw std::runtime_error("lost the program");
    };
    EXPECT_THROW(run([](GtkWidget*) {}), std::runtime_error);
    EXPECT_LT(engine.evaluations_done, 1000);
}

TEST_F(ProgressWindowTest, ReportsAFewTimesASecond) {
    engine.evaluations = 100;
    engine.evaluation_time = 10ms;
    int reports = 0;
    report = [&](double) { ++reports; };
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(run([](GtkWidget*) {}));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(reports, 3);
    EXPECT_LE(reports, 2 + 4 * seconds.count());
}

TEST_F(ProgressWindowTest, AcceptingWithoutAskingIsRemembered) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("run-preferences-" + std::to_string(getpid()));
    context.preferences_file = folder / "made" / "preferences.ini";
    const auto run_and_set = [&](bool expected, bool wanted) {
        engine.hold_run(5);
        const auto result = run([&](GtkWidget* window) {
            GtkToggleButton* box = GTK_TOGGLE_BUTTON(find(window, "accept-without-asking"));
            EXPECT_EQ(gtk_toggle_button_get_active(box) != FALSE, expected);
            gtk_toggle_button_set_active(box, wanted);
            engine.release_run();
        });
        ASSERT_TRUE(result);
        EXPECT_EQ(result->accepted, wanted);
    };
    run_and_set(false, true);
    run_and_set(true, true);
    run_and_set(true, false);
    run_and_set(false, false);
    std::filesystem::remove_all(folder);
}

// Which of the three colours of the curves the widget shows.
std::set<std::string> shown_curves(GtkWidget* window) {
    GtkWidget* view = find(window, "loss-curve");
    gtk_test_widget_wait_for_draw(view);
    const int width = gtk_widget_get_allocated_width(view);
    const int height = gtk_widget_get_allocated_height(view);
    const SurfacePointer surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    cairo_t* cairo = cairo_create(surface.get());
    gtk_widget_draw(view, cairo);
    cairo_destroy(cairo);
    const Image image = read_surface(surface.get());
    std::set<std::string> shown;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float* pixel = image.row(y) + std::ptrdiff_t{x} * 3;
            const auto most = std::max_element(pixel, pixel + 3) - pixel;
            if (pixel[most] > *std::min_element(pixel, pixel + 3) + 0.2F)
                shown.insert(std::array{"red", "green", "blue"}.at(std::size_t(most)));
        }
    return shown;
}

TEST_F(ProgressWindowTest, DrawsTheLossesThatThereAre) {
    engine.evaluation_time = 120ms; // the window looks ten times a second
    engine.hold_run(5);
    run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        // The engine of the tests has a content loss and a style loss, and no variation.
        EXPECT_TRUE(testing::wait_for([&] {
            return shown_curves(window) == std::set<std::string>{"red", "blue"};
        }));
        engine.release_run();
    });
}

} // namespace
} // namespace style_transfer
