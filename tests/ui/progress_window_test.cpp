// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/progress_window.h"

#include "engine/base/error.h"
#include "tests/ui/fake_engine.h"
#include "tests/ui/window_driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace style_transfer {
namespace {

using namespace std::chrono_literals;
using testing::find;
using testing::label_text;

class ProgressWindowTest : public ::testing::Test {
  protected:
    std::unique_ptr<TransferJob> make_job() {
        Settings settings;
        settings.iterations = engine.evaluations / 5;
        return std::make_unique<TransferJob>(
            [this]() -> const ste_api& { return engine.api(); }, settings,
            Image::create({40, 30}, 3), Image::create({20, 20}, 3));
    }
    std::optional<Image> run(const std::function<void(GtkWidget*)>& script) {
        const auto job = make_job();
        const testing::User user("progress-window", script);
        return run_progress_window({}, *job, report);
    }

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
        EXPECT_TRUE(stop_is_possible(window));
        engine.release_run();
    });
    ASSERT_TRUE(result);
    EXPECT_EQ(result->size(), (Size{40, 30}));
    EXPECT_FLOAT_EQ(result->row(3)[2], 0.1F);
    ASSERT_FALSE(fractions.empty());
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
}

TEST_F(ProgressWindowTest, StopKeepsThePicture) {
    engine.hold_run(5);
    const auto result = run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        gtk_button_clicked(GTK_BUTTON(stop_button(window)));
        EXPECT_FALSE(gtk_widget_is_sensitive(stop_button(window)));
        EXPECT_FALSE(gtk_widget_is_sensitive(cancel_button(window)));
        EXPECT_EQ(
            label_text(window, "activity"), "Stopping: the picture as it is now will be kept…");
    });
    ASSERT_TRUE(result);
    EXPECT_LT(engine.evaluations_done, engine.evaluations);
}

TEST_F(ProgressWindowTest, StopIsImpossibleWithoutAPicture) {
    engine.hold_create();
    EXPECT_FALSE(run([&](GtkWidget* window) {
        EXPECT_EQ(label_text(window, "activity"), "Loading the network…");
        EXPECT_FALSE(gtk_widget_is_sensitive(stop_button(window)));
        EXPECT_TRUE(gtk_widget_is_sensitive(cancel_button(window)));
        gtk_button_clicked(GTK_BUTTON(cancel_button(window)));
        EXPECT_EQ(label_text(window, "activity"), "Cancelling…");
        EXPECT_FALSE(gtk_widget_is_sensitive(cancel_button(window)));
        engine.release_create();
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

TEST_F(ProgressWindowTest, CloseAfterStopCancels) {
    engine.hold_run(0);
    engine.evaluation_time = 300ms; // the stop takes a moment
    EXPECT_FALSE(run([&](GtkWidget* window) {
        EXPECT_TRUE(stop_is_possible(window));
        gtk_button_clicked(GTK_BUTTON(stop_button(window)));
        gtk_window_close(GTK_WINDOW(window));
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

} // namespace
} // namespace style_transfer
