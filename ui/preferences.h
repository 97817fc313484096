// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace style_transfer {

// What the windows remember of how the user likes to work, beside the settings.
struct Preferences {
    bool accept_without_asking = false; // a finished run becomes a layer at once

    bool operator==(const Preferences&) const = default;
};

// A file that is not there or cannot be read gives the defaults.
Preferences read_preferences(const std::filesystem::path& file);

// Makes the folder too. A failure loses a convenience only and is not reported.
void write_preferences(const std::filesystem::path& file, const Preferences& preferences);

} // namespace style_transfer
