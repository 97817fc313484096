// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that belong to a result, as a text that people can read: it is the parasite of the
// new layer and, where GIMP keeps none itself, the file of the last values.
#pragma once

#include "ui/state/style_list.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

struct SettingsRecord {
    std::string style_file;    // absolute path in the file system's encoding
    std::string settings_text; // to_text() of engine/settings/parameters.h
    // Instead of the file, which is empty then: several styles, or one with a region.
    std::vector<ListedStyle> styles{};
    // See StyleChoice. Of the last values where GIMP keeps them itself; no part of the text.
    bool live_filters = false;

    bool operator==(const SettingsRecord&) const = default;
};

// Three lines: "style-transfer settings 1", the style file (a line break in it as \n, a backslash
// as \\), the settings text. With a list of styles: "style-transfer settings 2", a line "style "
// and style_line() for each, the settings text.
std::string to_record_text(const SettingsRecord& record);

// Nothing when the text is no such record or of a later version.
std::optional<SettingsRecord> parse_record_text(std::string_view text);

} // namespace style_transfer
