// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/settings_record.h"

namespace style_transfer {

namespace {

constexpr std::string_view header = "style-transfer settings 1";

std::string escaped(std::string_view line) {
    std::string text;
    for (char c : line) {
        if (c == '\n')
            text += "\\n";
        else if (c == '\\')
            text += "\\\\";
        else
            text += c;
    }
    return text;
}

std::string unescaped(std::string_view text) {
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            line += text[i] == 'n' ? '\n' : text[i];
        } else {
            line += text[i];
        }
    }
    return line;
}

// Takes the first line off `text`, without its line break.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

} // namespace

std::string to_record_text(const SettingsRecord& record) {
    return std::string(header) + '\n' + escaped(record.style_file) + '\n' + record.settings_text +
           '\n';
}

std::optional<SettingsRecord> parse_record_text(std::string_view text) {
    if (take_line(text) != header)
        return std::nullopt;
    SettingsRecord record;
    record.style_file = unescaped(take_line(text));
    // The rest is one line unless a quoted value holds line breaks.
    if (!text.empty() && text.back() == '\n')
        text.remove_suffix(1);
    record.settings_text = text;
    return record;
}

} // namespace style_transfer
