// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {

// Where the dialog's board of styles takes its pictures from.
enum class StyleCollection { bundled, favourites, recent, folder };

// What the windows remember of how the user likes to work, beside the settings. Files and folders
// are absolute paths in the file system's encoding.
struct Preferences {
    bool accept_without_asking = false; // a finished run becomes a layer at once
    // The styles that were chosen last, the newest first, each once.
    std::vector<std::string> recent_styles{};
    std::vector<std::string> favourite_styles{};                 // the newest last, each once
    StyleCollection style_collection = StyleCollection::bundled; // that was shown last
    std::string style_folder{};                                  // of StyleCollection::folder

    bool operator==(const Preferences&) const = default;
};

// A file that is not there or cannot be read gives the defaults.
Preferences read_preferences(const std::filesystem::path& file);

// Makes the folder too. A failure loses a convenience only and is not reported.
void write_preferences(const std::filesystem::path& file, const Preferences& preferences);

// `preferences` with `file` as the newest style; of the others the last seven stay.
Preferences with_recent_style(Preferences preferences, const std::string& file);

bool is_favourite(const Preferences& preferences, const std::string& file);
Preferences with_favourite(Preferences preferences, const std::string& file, bool favourite);

} // namespace style_transfer
