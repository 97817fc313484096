// SPDX-License-Identifier: GPL-3.0-or-later
// What the user does with the results of interactive runs.
#include "engine/pixels/buffer.h"
#include "tests/plugin/environment.h"
#include "tests/plugin/procedure_fixture.h"

#include <glib.h>

#include <array>
#include <fstream>

namespace style_transfer {
namespace {

using testing::Calls;
using testing::FakeWindows;
using testing::plain_buffer;

class Results : public testing::ProcedureTest {};

namespace fs = std::filesystem;

class SavedResults : public testing::ProcedureTest {
  protected:
    SavedResults() { fs::create_directories(folder); }
    ~SavedResults() override { fs::remove_all(folder); }

    fs::path saved_file() const {
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".tif")
                return entry.path();
        return {};
    }

    static Image opened(const fs::path& file) {
        const BufferPointer buffer = loaded(file);
        return read_buffer(buffer.get());
    }
    static BufferPointer loaded(const fs::path& file) {
        GeglBuffer* buffer = nullptr;
        GeglNode* graph = gegl_node_new();
        GeglNode* source = gegl_node_new_child(
            graph, "operation", "gegl:tiff-load", "path", file.c_str(), nullptr);
        GeglNode* sink =
            gegl_node_new_child(graph, "operation", "gegl:buffer-sink", "buffer", &buffer, nullptr);
        gegl_node_link(source, sink);
        gegl_node_process(sink);
        g_object_unref(graph);
        return BufferPointer(buffer);
    }

    const fs::path folder = testing::own_home();
};

TEST_F(Results, AResultIsAskedForUnlessTheUserDoesNotWantThat) {
    for (bool without_asking : {false, true}) {
        FakeWindows windows;
        windows.dialog_answers = {StyleChoice{settings, style_file}};
        windows.accept_without_asking = without_asking;
        EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
        EXPECT_EQ(windows.results_shown.size(), without_asking ? 0u : 1u);
    }
}

TEST_F(Results, ADiscardedResultLeavesTheDocumentUntouched) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    windows.result_answers = {{Decision::discard, 0}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(
        host.calls, (Calls{"begin_windows", "load_picture", "begin_progress", "end_progress"}));
    expect_untouched();
}

// The engine adds a hundredth at each evaluation, so that the number of them tells results apart.
TEST_F(Results, TheLastThreeResultsCanBeComparedAndAnyAccepted) {
    FakeWindows windows;
    int run_number = 0;
    windows.while_dialog_is_open = [&] { engine.evaluations = 5 * ++run_number; };
    for (int seed = 1; seed <= 4; ++seed) {
        Settings one = settings;
        one.seed = seed;
        windows.dialog_answers.push_back(StyleChoice{one, style_file});
    }
    windows.result_answers = {
        {Decision::back, 0}, {Decision::back, 0}, {Decision::back, 2}, {Decision::accept, 1}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    const auto seeds = [&](std::size_t turn) {
        std::vector<int> list;
        for (const StyleChoice& choice : windows.results_shown.at(turn))
            list.push_back(choice.settings.seed);
        return list;
    };
    EXPECT_EQ(seeds(0), (std::vector<int>{1}));
    EXPECT_EQ(seeds(1), (std::vector<int>{1, 2}));
    EXPECT_EQ(seeds(2), (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(seeds(3), (std::vector<int>{2, 3, 4})) << "three at most";
    EXPECT_EQ(windows.dialog_starts.at(1).settings.seed, 1);
    EXPECT_EQ(windows.dialog_starts.at(2).settings.seed, 1) << "of the result that was shown";
    EXPECT_EQ(windows.dialog_starts.at(3).settings.seed, 3);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(windows.results_red.at(3).at(i), 0.5F + 0.05F * float(i + 2), 1e-5F);
    expect_colour(0.65F, 0.4F, 0.275F);
    Settings accepted = settings;
    accepted.seed = 3;
    EXPECT_EQ(host.last, (SettingsRecord{style_file, to_text(accepted)}));
    EXPECT_EQ(
        host.inserted->record,
        "style-transfer settings 1\n" + style_file + "\n" + to_text(accepted) + "\n");
}

TEST_F(Results, AResultKeepsThePlaceItWasMadeFor) {
    FakeWindows windows;
    settings.size = 16;
    windows.dialog_answers = {StyleChoice{settings, style_file}, StyleChoice{settings, style_file}};
    host.selected_pixels = plain_buffer("Y u8", {40, 30}, {1, 1, 1, 1});
    windows.while_dialog_is_open = [&] {
        host.target_answer.selection =
            windows.dialog_starts.size() == 1 ? Area{30, 24, {2, 2}} : Area{0, 0, {2, 2}};
    };
    windows.result_answers = {{Decision::back, 0}, {Decision::accept, 0}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(host.inserted->area, (Area{23, 17, {16, 13}})) << "where the first selection was";
}

TEST_F(Results, CancelLeadsBackToTheResultsThatThereAre) {
    FakeWindows windows;
    windows.dialog_answers = {
        StyleChoice{settings, style_file}, std::nullopt, StyleChoice{settings, style_file}};
    windows.in_progress_window = [&](PaintJob&) {
        windows.cancel = windows.dialog_starts.size() == 3; // the second run
        windows.accept_without_asking = windows.cancel;
    };
    windows.result_answers = {{Decision::back, 0}, {Decision::back, 0}, {Decision::discard, 0}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(windows.results_shown.size(), 3u);
    EXPECT_EQ(windows.results_shown.back().size(), 1u) << "the cancelled run has no result";
    expect_untouched();
}

TEST_F(Results, WhatHasBeenPaintedIsOfferedWhenNothingElseGoesOn) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}, StyleChoice{settings, style_file}};
    windows.while_dialog_is_open = [&] {
        if (windows.dialog_starts.size() == 2)
            engine.run_status = STE_INTERNAL;
    };
    engine.sentence = "Broken.";
    windows.result_answers = {{Decision::back, 0}, {Decision::accept, 0}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(windows.errors_shown, std::vector<std::string>{"Broken."});
    EXPECT_EQ(windows.results_shown.size(), 2u);
    EXPECT_EQ(windows.dialog_starts.size(), 2u) << "the settings are not asked for again";
}

TEST_F(SavedResults, AResultThatCannotBecomeALayerIsStillThere) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    windows.result_answers = {{Decision::accept, 0}, {Decision::accept, 0}, {Decision::discard, 0}};
    host.failing_call = "insert_layer";
    host.failure = ErrorCode::internal;
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(windows.dialog_starts.size(), 1u) << "the settings are not asked for again";
    EXPECT_EQ(windows.results_shown.size(), 3u);
    const fs::path saved = saved_file();
    const std::string sentence =
        "insert_layer failed. The result has been saved as \"" + saved.string() + "\".";
    EXPECT_EQ(windows.errors_shown, std::vector(2, sentence)) << "saved once";
    expect_untouched();
}

TEST_F(SavedResults, WhatIsFinishedOtherwiseIsSavedAgain) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    Settings finished = settings;
    finished.opacity = 50;
    windows.result_answers = {
        {Decision::accept, 0}, {Decision::accept, 0, {finished}}, {Decision::discard, 0}};
    host.failing_call = "insert_layer";
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    ASSERT_EQ(windows.errors_shown.size(), 2u);
    EXPECT_NE(windows.errors_shown[0].find("starry_night.tif"), std::string::npos);
    EXPECT_NE(windows.errors_shown[1].find("starry_night 2.tif"), std::string::npos);
}

TEST_F(SavedResults, HasTheNumbersAndThePlaceOfTheUser) {
    host.base = plain_buffer("R'G'B'A u16", {40, 30}, {0.5F, 0.25F, 0.125F, 0.5F});
    host.failing_call = "create_layer";
    expect_refused(RunMode::non_interactive, "create_layer failed. The result has been saved as ");
    const fs::path first = saved_file();
    EXPECT_EQ(first.filename(), "starry_night.tif");
    const Image picture = opened(first);
    ASSERT_EQ(picture.size(), (Size{40, 30}));
    ASSERT_EQ(picture.channels(), 4);
    for (int c = 0; c < 4; ++c)
        EXPECT_NEAR(picture.row(7)[4 * 9 + c], (std::array{0.6F, 0.35F, 0.225F, 0.5F})[c], 2e-5F);
    expect_refused(RunMode::non_interactive, "starry_night 2.tif");
    EXPECT_TRUE(fs::exists(first)) << "nothing is replaced";
}

TEST_F(SavedResults, AFolderThatTakesNothingIsPassedOver) {
    fs::remove_all(folder);
    std::ofstream(folder) << "no folder";
    host.failing_call = "insert_layer";
    try {
        run(RunMode::non_interactive);
        ADD_FAILURE() << "was not refused";
    } catch (const Error& error) {
        const std::string sentence = error.what();
        const std::size_t begin = sentence.find('"') + 1;
        const fs::path saved = sentence.substr(begin, sentence.find('"', begin) - begin);
        EXPECT_EQ(saved.parent_path(), g_get_tmp_dir());
        EXPECT_TRUE(fs::remove(saved)) << sentence;
    }
}

// What the user has done beside the result is in the layer and in its settings.
TEST_F(Results, AResultIsAcceptedAsItWasFinished) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    Settings finished = settings;
    finished.opacity = 50;
    windows.result_answers = {{Decision::accept, 0, {finished}}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    expect_colour(0.55F, 0.3F, 0.175F); // half of the tenth that the engine adds
    EXPECT_EQ(host.inserted->record, to_record_text({style_file, to_text(finished)}));
    EXPECT_EQ(host.last, (SettingsRecord{style_file, to_text(finished)}));
}

TEST_F(Results, AResultStaysFinishedWhileOthersArePainted) {
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, style_file}, StyleChoice{settings, style_file}};
    Settings finished = settings;
    finished.opacity = 0;
    windows.result_answers = {{Decision::back, 0, {finished}}, {Decision::accept, 0}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(windows.dialog_starts.at(1).settings, finished) << "of the result that was shown";
    EXPECT_NEAR(windows.results_red.at(1).at(0), 0.5F, 1e-5F);
    EXPECT_NEAR(windows.results_red.at(1).at(1), 0.6F, 1e-5F);
    expect_colour(0.5F, 0.25F, 0.125F);
}

// Beside the pixels, where GIMP can; the picture is the same without.
TEST_F(Results, TheFinishingIsLeftOnTheLayer) {
    settings.enhance = true;
    settings.brightness = 0.5;
    settings.colour = 1;
    settings.sharpness = 1.5;
    settings.opacity = 40;
    const CallArguments arguments{style_file, settings, {}, true};
    host.has_live_filters = true;
    EXPECT_EQ(run(RunMode::non_interactive, arguments), Outcome::success);
    expect_colour(0.6F, 0.35F, 0.225F); // the tenth that the engine adds, and nothing else
    const LayerFinishing& left = host.inserted->finishing;
    EXPECT_EQ(left.opacity, 40);
    ASSERT_EQ(left.filters.size(), 2u);
    EXPECT_EQ(left.filters[0].operation, std::string("gegl:exposure"));
    EXPECT_NEAR(left.filters[0].values.at(0).second, -2.2, 1e-9);
    EXPECT_EQ(left.filters[1].operation, std::string("gegl:unsharp-mask"));
    EXPECT_EQ(host.inserted->record, to_record_text({style_file, to_text(settings)}));

    host.has_live_filters = false;
    EXPECT_EQ(run(RunMode::non_interactive, arguments), Outcome::success);
    EXPECT_TRUE(host.inserted->finishing.filters.empty());
    EXPECT_EQ(host.inserted->finishing.opacity, 100);
    // By hand, with sRGB's curve: light × 2^-2.2, and 40 per cent of that over the photo.
    expect_colour(0.4168F, 0.2138F, 0.1123F, 1e-4F);
}

TEST_F(Results, WhetherItIsLeftThereIsRemembered) {
    FakeWindows windows;
    host.has_live_filters = true;
    windows.dialog_answers = {StyleChoice{settings, style_file}};
    Settings finished = settings;
    finished.opacity = 50;
    windows.result_answers = {{Decision::accept, 0, {finished}, true}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(host.inserted->finishing.opacity, 50);
    EXPECT_TRUE(host.last.live_filters);
    windows.result_answers.clear(); // accepted without a window
    windows.dialog_starts.clear();
    windows.accept_without_asking = true;
    windows.dialog_answers = {StyleChoice{finished, style_file}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(host.inserted->finishing.opacity, 50);
    EXPECT_EQ(run(RunMode::with_last_values, {}), Outcome::success);
    EXPECT_EQ(host.inserted->finishing.opacity, 50);
}

// Without windows the settings finish it.
TEST_F(Results, AScriptFinishesByItsSettings) {
    settings.opacity = 25;
    EXPECT_EQ(run(RunMode::non_interactive), Outcome::success);
    expect_colour(0.525F, 0.275F, 0.15F);
}

// In strips, with the progress bar open.
TEST_F(Results, AHighLayerIsWrittenWithProgress) {
    host.target_answer.place.size = {30, 600};
    host.base = plain_buffer("R'G'B' float", {30, 600}, {0.5F, 0.25F, 0.125F, 1});
    settings.quality = Quality::full;
    EXPECT_EQ(run(RunMode::non_interactive), Outcome::success);
    ASSERT_GE(host.fractions.size(), 3u);
    EXPECT_EQ(host.fractions.back(), 1);
    EXPECT_NEAR(host.fractions[host.fractions.size() - 2], 512.0 / 600, 1e-9);
    EXPECT_FALSE(host.progress_open);
    expect_colour(0.6F, 0.35F, 0.225F);
}

} // namespace
} // namespace style_transfer
