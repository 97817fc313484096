// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugin/fake_windows.h"

#include "ui/progress_window.h"

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

using testing::FakeWindows;

std::optional<StyleChoice>
run_settings_dialog(const WindowContext& context, const StyleChoice& choice, Size layer_size) {
    FakeWindows& windows = FakeWindows::current();
    const std::size_t turn = windows.dialog_starts.size();
    windows.dialog_starts.push_back(choice);
    windows.layer_sizes.push_back(layer_size);
    if (windows.while_dialog_is_open)
        windows.while_dialog_is_open();
    const auto answer = windows.dialog_answers.at(turn);
    if (answer && windows.thumbnail)
        windows.thumbnail = context.load_thumbnail(answer->style_file, 8);
    return answer;
}

std::optional<Image> run_progress_window(
    const WindowContext&, TransferJob& job, const std::function<void(double)>& report) {
    FakeWindows& windows = FakeWindows::current();
    report(0.25);
    if (windows.in_progress_window)
        windows.in_progress_window(job);
    if (windows.cancel) {
        job.request_cancel();
        return std::nullopt;
    }
    return job.wait();
}

void show_error(const WindowContext&, const std::string& sentence) {
    FakeWindows::current().errors_shown.push_back(sentence);
}

} // namespace style_transfer
