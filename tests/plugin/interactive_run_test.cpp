// SPDX-License-Identifier: GPL-3.0-or-later
// Runs with the windows: what is asked, what is taken over, and how the user ends them.
#include "engine/client/paint_job.h"
#include "tests/plugin/procedure_fixture.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace style_transfer {
namespace {

using testing::Calls;
using testing::FakeWindows;
using testing::plain_buffer;

class InteractiveRun : public testing::ProcedureTest {};

TEST_F(InteractiveRun, TheDialogIsToldTheSizeOfTheSelectedPart) {
    host.target_answer.selection = Area{30, 24, {2, 2}};
    FakeWindows windows;
    windows.dialog_answers = {std::nullopt};
    settings.size = 16;
    host.last = {style_file, to_text(settings)};
    run(RunMode::interactive, {});
    EXPECT_EQ(windows.layer_sizes.at(0), (Size{16, 13}));
}

TEST_F(InteractiveRun, WhatTheUserDoesWhileTheDialogIsOpenCounts) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}, std::nullopt};
    windows.while_dialog_is_open = [this] { host.target_answer.floating_selection = true; };
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    ASSERT_EQ(windows.errors_shown.size(), 1u);
    EXPECT_NE(windows.errors_shown[0].find("floating selection"), std::string::npos);
    expect_untouched();
}

TEST_F(InteractiveRun, TheDialogShowsTheSelectionThatWasMadeBesideIt) {
    host.selected_pixels = plain_buffer("Y u8", {40, 30}, {1, 1, 1, 1});
    settings.size = 16;
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    windows.in_dialog = [this](const WindowContext& context) {
        host.target_answer.selection = Area{30, 24, {2, 2}};
        context.regions(); // as whenever the user comes back to it
    };
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(windows.painted_areas.at(0), (Area{23, 17, {16, 13}}));
    EXPECT_EQ(host.inserted->area, windows.painted_areas.at(0));
}

// An image that is open in GIMP as the style, without a file and with one.
TEST_F(InteractiveRun, AnOpenImageIsTheStyle) {
    host.open_buffers[3] = plain_buffer("R'G'B' u8", {200, 100}, {0.5F, 0.5F, 0.5F, 1});
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, "", {3, "Untitled", ""}}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(host.inserted->name, "Untitled");
    EXPECT_EQ(host.inserted->record, to_record_text({"", to_text(settings)}));
    EXPECT_EQ(host.last.style_file, "");
    EXPECT_EQ(host.last.settings_text, to_text(settings));
    EXPECT_EQ(std::ranges::count(host.calls, "load_open_picture"), 1);
    EXPECT_EQ(std::ranges::count(host.calls, "load_picture"), 0);
    last_before = host.last;
    host.inserted.reset();
    expect_refused(RunMode::with_last_values, "an image without a file");

    windows.dialog_answers.push_back(
        StyleChoice{settings, "/gone/waves.jpg", {3, "[waves] (imported)", "/gone/waves.jpg"}});
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(host.inserted->name, "waves");
    EXPECT_EQ(host.last.style_file, "/gone/waves.jpg");
    EXPECT_EQ(std::ranges::count(host.calls, "load_picture"), 0) << "as it shows now";
}

TEST_F(InteractiveRun, AnOpenImageThatWasClosedIsSaidAndAskedForAgain) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, "", {3, "Untitled", ""}}, std::nullopt};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(windows.errors_shown, std::vector<std::string>{"It is no longer open."});
    EXPECT_EQ(windows.dialog_starts.at(1).styles.at(0).open_picture.id, 3);
    expect_untouched();
}

TEST_F(InteractiveRun, TheDialogStartsWithTheLastValuesAndItsAnswerIsUsed) {
    Settings last;
    last.iterations = 9;
    host.last = {"/last/style.png", to_text(last)};
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    ASSERT_EQ(windows.dialog_starts.size(), 1u);
    EXPECT_EQ(windows.dialog_starts[0].settings, last);
    EXPECT_EQ(windows.dialog_starts[0].styles.at(0).file, "/last/style.png");
    EXPECT_EQ(windows.layer_sizes[0], (Size{40, 30}));
    EXPECT_EQ(engine.seen_settings.iterations, 2);
    EXPECT_EQ(host.last, (SettingsRecord{style_file, to_text(settings)}));
    EXPECT_EQ(host.fractions, (std::vector<double>{0.25, 1}));
    EXPECT_EQ(
        host.calls,
        (Calls{
            "begin_windows", "load_picture", "begin_progress", "end_progress", "begin_progress",
            "create_layer", "end_progress", "insert_layer", "store_last_values"}));
}

TEST_F(InteractiveRun, LastValuesOfAnotherVersionDoNotKeepTheDialogShut) {
    host.last = last_before = {style_file, "no-such-setting=1"};
    FakeWindows windows;
    windows.dialog_answers = {std::nullopt};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(windows.dialog_starts.at(0).settings, Settings{});
    expect_refused(RunMode::with_last_values, "no-such-setting");

    // Nor those that the host itself cannot make out.
    host.failing_call = "last_values";
    windows.dialog_answers.push_back(std::nullopt);
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(windows.dialog_starts.at(1).settings, Settings{});
    EXPECT_TRUE(windows.dialog_starts.at(1).styles.empty());
    expect_refused(RunMode::with_last_values, "last_values failed.");
}

TEST_F(InteractiveRun, CancelInTheDialogEndsTheRun) {
    FakeWindows windows;
    windows.dialog_answers = {std::nullopt};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(host.calls, Calls{"begin_windows"});
    expect_untouched();
}

TEST_F(InteractiveRun, CancelInTheProgressWindowLeavesTheDocumentUntouched) {
    engine.hold_run(5);
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    windows.cancel = true;
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_LE(engine.evaluations_done, 5);
    expect_untouched();
}

TEST_F(InteractiveRun, StopKeepsThePicture) {
    engine.hold_run(5);
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    windows.in_progress_window = [this](PaintJob& job) {
        while (engine.evaluations_done < 5)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        job.request_stop();
    };
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_LT(engine.evaluations_done, 10);
    const float added = float(engine.evaluations_done) / 100;
    expect_colour(0.5F + added, 0.25F + added, 0.125F + added);
}

TEST_F(InteractiveRun, WhatTheUserCanSetRightIsShownAndAskedAgain) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, "/nowhere/x.png"}, std::nullopt};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    ASSERT_EQ(windows.errors_shown.size(), 1u);
    EXPECT_NE(windows.errors_shown[0].find("/nowhere/x.png"), std::string::npos);
    EXPECT_EQ(windows.dialog_starts.at(1).styles.at(0).file, "/nowhere/x.png");
    EXPECT_EQ(windows.dialog_starts.at(1).settings, settings);
    expect_untouched();
}

TEST_F(InteractiveRun, WhatTheUserCannotSetRightEndsTheRun) {
    engine.run_status = STE_INTERNAL;
    engine.sentence = "Broken.";
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    expect_refused(RunMode::interactive, "Broken.", {});
    EXPECT_TRUE(windows.errors_shown.empty()) << "GIMP shows it, not we too";
}

TEST_F(InteractiveRun, WithoutADisplayThereIsNoDialog) {
    host.has_display = false;
    expect_refused(RunMode::interactive, "no display");
}

TEST_F(InteractiveRun, ThumbnailsComeFromTheHost) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    windows.thumbnail.emplace();
    run(RunMode::interactive, {});
    EXPECT_EQ(windows.thumbnail->size(), (Size{8, 4}));
    EXPECT_NEAR(windows.thumbnail->row(0)[0], 0.5F, 1.0F / 255);
}

// A selection's surroundings depend on the size that is worked on, which the user changes.
TEST_F(InteractiveRun, TheDialogShowsThePartThatTheRunPaints) {
    host.target_answer.selection = Area{30, 24, {2, 2}};
    host.selected_pixels = plain_buffer("Y u8", {40, 30}, {1, 1, 1, 1});
    FakeWindows windows;
    for (const int size : {16, 24}) {
        settings.size = size;
        windows.dialog_answers.push_back(StyleChoice{settings, style_file});
    }
    windows.result_answers = {{Decision::back, 0}, {Decision::accept, 1}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    ASSERT_EQ(windows.painted_areas.size(), 2u);
    EXPECT_EQ(windows.painted_areas[0], (Area{23, 17, {16, 13}}));
    EXPECT_EQ(windows.painted_areas[1], host.inserted->area);
    EXPECT_EQ(host.inserted->area, (Area{19, 13, {21, 17}}));
}

} // namespace
} // namespace style_transfer
