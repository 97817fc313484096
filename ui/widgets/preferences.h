// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {

// What the windows remember of how the user likes to work, beside the settings.
struct Preferences {
    bool accept_without_asking = false; // a finished run becomes a layer at once
    // The styles that were chosen last, the newest first: absolute paths in the file system's
    // encoding, each once.
    std::vector<std::string> recent_styles{};

    bool operator==(const Preferences&) const = default;
};

// A file that is not there or cannot be read gives the defaults.
Preferences read_preferences(const std::filesystem::path& file);

// Makes the folder too. A failure loses a convenience only and is not reported.
void write_preferences(const std::filesystem::path& file, const Preferences& preferences);

// `preferences` with `file` as the newest style; of the others the last seven stay.
Preferences with_recent_style(Preferences preferences, const std::string& file);

} // namespace style_transfer
