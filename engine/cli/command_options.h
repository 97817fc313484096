// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands' options have in common.
#pragma once

#include "engine/settings/settings.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace style_transfer {

// The options that say how to paint: --settings, --preset, and one for each setting.
class SettingsOptions {
  public:
    // Adds them to `app`, which lives longer.
    explicit SettingsOptions(CLI::App& app);
    SettingsOptions(const SettingsOptions&) = delete;
    SettingsOptions& operator=(const SettingsOptions&) = delete;

    // What has been given, over `start` where no file is. Throws Error(file) for the file,
    // Error(invalid_argument) for the rest.
    Settings settings(const Settings& start = {}) const;
    // That of --settings.
    std::optional<std::filesystem::path> file() const;

  private:
    const CLI::App& app_;
    std::string file_;
    std::string preset_;
    std::map<std::string, std::string> texts_; // by the setting's name
};

// --progress and --quiet, of which one can be given.
void add_progress_options(CLI::App& app, bool& progress, bool& quiet);

// Reads a call, then lets `read` take what has been given. An exit code when there is nothing to
// do: help and version have been printed, or what is wrong with the call, which is also what `read`
// throws as Error(invalid_argument). Throws what else it throws.
std::optional<int>
parse(CLI::App& app, int count, const char* const* values, const std::function<void()>& read);

} // namespace style_transfer
