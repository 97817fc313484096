// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugin/fake_windows.h"

#include "tests/support/fake_engine.h"
#include "ui/windows/progress_window.h"

#include <cstdlib>

namespace style_transfer {

namespace testing {

namespace {
FakeWindows* current_windows = nullptr;
}

FakeWindows::FakeWindows() {
    current_windows = this;
}

FakeWindows::~FakeWindows() {
    current_windows = nullptr;
}

FakeWindows& FakeWindows::current() {
    if (!current_windows)
        std::abort(); // a window was opened where there must be none
    return *current_windows;
}

} // namespace testing

using testing::FakeEngine;
using testing::FakeWindows;

std::optional<StyleChoice>
run_settings_dialog(const WindowContext& context, const StyleChoice& choice, Size) {
    FakeWindows& windows = FakeWindows::current();
    const std::size_t turn = windows.dialog_starts.size();
    windows.dialog_starts.push_back(choice);
    windows.layer_sizes.push_back(context.painted_area(choice, {}).size);
    if (windows.in_dialog)
        windows.in_dialog(context);
    if (windows.while_dialog_is_open)
        windows.while_dialog_is_open();
    const auto answer = windows.dialog_answers.at(turn);
    if (answer)
        windows.painted_areas.push_back(
            context.painted_area(*answer, FakeEngine::current().layers));
    if (answer && windows.thumbnail)
        windows.thumbnail = context.load_thumbnail(answer->styles.at(0).file, 8);
    return answer;
}

std::optional<FinishedRun> run_progress_window(
    const WindowContext&, PaintJob& job, const std::function<void(double)>& report) {
    FakeWindows& windows = FakeWindows::current();
    report(0.25);
    if (windows.in_progress_window)
        windows.in_progress_window(job);
    if (windows.cancel) {
        job.request_cancel();
        return std::nullopt;
    }
    return FinishedRun{job.wait(), windows.accept_without_asking};
}

ResultAnswer run_result_window(const WindowContext&, const std::vector<ShownResult>& results) {
    FakeWindows& windows = FakeWindows::current();
    const std::size_t turn = windows.results_shown.size();
    windows.results_shown.emplace_back();
    windows.results_red.emplace_back();
    for (const ShownResult& result : results) {
        windows.results_shown.back().push_back(result.choice);
        const Image shown =
            result.picture.finished(result.picture.overview(1024), result.choice.settings);
        windows.results_red.back().push_back(shown.row(0)[0]);
    }
    if (turn < windows.result_answers.size())
        return windows.result_answers[turn];
    return {Decision::accept, results.size() - 1};
}

Repaint
ask_what_to_repaint(const WindowContext&, const std::string& painting, const std::string& photo) {
    FakeWindows& windows = FakeWindows::current();
    windows.asked_to_repaint.insert(windows.asked_to_repaint.end(), {painting, photo});
    return windows.repaint;
}

void show_error(const WindowContext&, const std::string& sentence) {
    FakeWindows::current().errors_shown.push_back(sentence);
}

} // namespace style_transfer
