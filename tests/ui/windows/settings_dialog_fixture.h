// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/settings.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/windows/settings_dialog.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>

#include <unistd.h>

namespace style_transfer::testing {

// The settings dialog over a folder with a few files.
class SettingsDialogFixture : public ::testing::Test {
  protected:
    SettingsDialogFixture()
        : folder(
              std::filesystem::temp_directory_path() /
              ("settings-dialog-test-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder);
        picture = write("style.ppm", "P3 2 1 255\n255 0 0 0 0 255\n");
        other_picture = write("other.ppm", "P3 1 2 255\n0 255 0 0 0 255\n");
        no_picture = write("notes.txt", "no picture\n");
        unknown_picture = write("style.xcf", "of a kind that only the program knows\n");
    }
    ~SettingsDialogFixture() override { std::filesystem::remove_all(folder); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
        return (folder / name).string();
    }

    // Opens the dialog with a picture chosen and lets `script` act in it.
    std::optional<StyleChoice>
    run(const std::function<void(GtkWidget*)>& script, const Settings& settings = {}) {
        return run_with({settings, picture}, script);
    }
    std::optional<StyleChoice>
    run_with(const StyleChoice& choice, const std::function<void(GtkWidget*)>& script) {
        const User user("settings-dialog", script);
        return run_settings_dialog(context, choice, {4000, 3000});
    }

    std::filesystem::path folder;
    std::string picture, other_picture, no_picture, unknown_picture;
    WindowContext context;
};

} // namespace style_transfer::testing
