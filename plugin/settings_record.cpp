// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/settings_record.h"

#include "engine/base/error.h"

namespace style_transfer {

namespace {

constexpr std::string_view header = "style-transfer settings 1";
constexpr std::string_view header_of_list = "style-transfer settings 2";
constexpr std::string_view style_mark = "style ";

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

// Takes the first line off `text`, without its line break.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

} // namespace

std::string to_record_text(const SettingsRecord& record) {
    if (!record.styles.empty()) {
        std::string text = std::string(header_of_list) + '\n';
        for (const ListedStyle& style : record.styles)
            text += std::string(style_mark) + style_line(style) + '\n';
        return text + record.settings_text + '\n';
    }
    return std::string(header) + '\n' + escaped(record.style_file) + '\n' + record.settings_text +
           '\n';
}

std::optional<SettingsRecord> parse_record_text(std::string_view text) {
    const std::string_view first = take_line(text);
    SettingsRecord record;
    if (first == header) {
        record.style_file = unescaped(take_line(text));
    } else if (first == header_of_list) {
        std::string lines;
        while (text.starts_with(style_mark))
            lines += std::string(take_line(text).substr(style_mark.size())) + '\n';
        try {
            record.styles = parse_style_list(lines);
        } catch (const Error&) {
            return std::nullopt;
        }
    } else {
        return std::nullopt;
    }
    // The rest is one line unless a quoted value holds line breaks.
    if (!text.empty() && text.back() == '\n')
        text.remove_suffix(1);
    record.settings_text = text;
    return record;
}

} // namespace style_transfer
