// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/style_list.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/settings/weighted_style.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

namespace style_transfer {

namespace {

struct RegionWord {
    StyleRegion::Kind kind;
    std::string_view word;
    bool has_name;
};
constexpr std::array<RegionWord, 4> region_words{{
    {StyleRegion::Kind::selection, "selection", false},
    {StyleRegion::Kind::mask, "mask", false},
    {StyleRegion::Kind::channel, "channel", true},
    {StyleRegion::Kind::layer, "layer", true},
}};

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
            continue;
        }
        if (c == '\\' || c == ':' || c == '@')
            result += '\\';
        result += c;
    }
    return result;
}

// The last one with no backslash of its own before it.
std::size_t last_bare(std::string_view text, char wanted) {
    std::size_t found = std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == wanted)
            found = i;
    }
    return found;
}

std::optional<StyleRegion> parse_region(std::string_view text) {
    for (const RegionWord& each : region_words) {
        if (!text.starts_with(each.word))
            continue;
        const std::string_view rest = text.substr(each.word.size());
        if (!each.has_name && rest.empty())
            return StyleRegion{each.kind};
        if (each.has_name && rest.size() > 1 && rest[0] == ' ')
            return StyleRegion{each.kind, unescaped(rest.substr(1))};
    }
    return std::nullopt;
}

ListedStyle parse_line(const std::string& line, bool (*is_file)(const std::string&)) {
    if (is_file(line))
        return {line};
    ListedStyle style;
    std::string_view left = line;
    if (const auto at = last_bare(line, '@'); at != std::string_view::npos) {
        const auto region = parse_region(left.substr(at + 1));
        if (!region)
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("styles: there is no file \"%s\", and behind the @ is none of: selection, "
                      "mask, channel NAME, layer NAME."),
                    line.c_str()));
        style.region = *region;
        left = left.substr(0, at);
    }
    style.file = left;
    if (is_file(style.file))
        return style;
    if (const auto colon = last_bare(left, ':');
        colon != std::string_view::npos && colon == left.rfind(':')) {
        const WeightedStyle weighted = parse_weighted_style(style.file);
        style.file = weighted.file;
        style.weight = weighted.weight;
    }
    if (!is_file(style.file))
        style.file = unescaped(style.file);
    return style;
}

bool is_there(const std::string& file) {
    std::error_code ignored;
    // The system reads a name up to the first zero.
    return file.find('\0') == std::string::npos && std::filesystem::exists(file, ignored);
}

} // namespace

std::string unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            result += text[i] == 'n' ? '\n' : text[i];
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string to_text(const StyleRegion& region) {
    for (const RegionWord& each : region_words)
        if (each.kind == region.kind)
            return std::string(each.word) + (each.has_name ? ' ' + region.name : "");
    return {};
}

std::string style_line(const ListedStyle& style) {
    std::string line = escaped(style.file);
    if (style.weight != 1 || line.empty())
        line += ':' + weight_text(style.weight);
    StyleRegion region = style.region;
    region.name = escaped(region.name);
    if (region.kind != StyleRegion::Kind::rest)
        line += '@' + to_text(region);
    return line;
}

std::string to_text(const std::vector<ListedStyle>& styles) {
    std::string text;
    for (const ListedStyle& style : styles)
        text += (text.empty() ? "" : "\n") + style_line(style);
    return text;
}

std::vector<ListedStyle>
parse_style_list(const std::string& text, bool (*is_file)(const std::string&)) {
    if (is_file(text))
        return {{text}};
    std::vector<ListedStyle> styles;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            styles.push_back(parse_line(line, is_file));
    return styles;
}

std::vector<ListedStyle> parse_style_list(const std::string& text) {
    return parse_style_list(text, is_there);
}

bool is_bound(const std::vector<ListedStyle>& styles, StyleRegion::Kind kind) {
    return std::ranges::any_of(
        styles, [=](const ListedStyle& style) { return style.region.kind == kind; });
}

} // namespace style_transfer
