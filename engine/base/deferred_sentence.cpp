// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/deferred_sentence.h"

#include "engine/base/translation.h"

#include <optional>
#include <vector>

namespace style_transfer {

namespace {

constexpr char separator = '\x1f';

struct Place {
    std::size_t length;                // of its text, such as "%s" or "%2$s"
    std::optional<std::size_t> number; // of the value that is meant; the next one otherwise
};

// At the front of `text`, which begins with a percent sign.
std::optional<Place> place_at(std::string_view text) {
    if (text.starts_with("%s"))
        return Place{2, std::nullopt};
    if (text.size() >= 4 && text[1] >= '1' && text[1] <= '9' && text.substr(2).starts_with("$s"))
        return Place{4, std::size_t(text[1] - '1')};
    return std::nullopt;
}

} // namespace

std::string deferred_sentence(const char* format, std::initializer_list<std::string> values) {
    std::string sentence = format;
    for (const std::string& value : values)
        sentence += separator + value;
    return sentence;
}

std::string said(std::string_view sentence) {
    std::vector<std::string> parts(1);
    for (char c : sentence)
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    if (parts.front().empty()) // which is the catalogue's own head
        return {};
    const std::string format = _(parts.front().c_str());
    if (parts.size() == 1)
        return format;
    std::string text;
    std::size_t next = 0;
    for (std::size_t at = 0; at < format.size();) {
        const auto place = format[at] == '%' ? place_at(std::string_view(format).substr(at))
                                             : std::optional<Place>();
        if (!place) {
            text += format[at++];
            continue;
        }
        const std::size_t number = place->number ? *place->number : next++;
        if (number + 1 < parts.size())
            text += parts[number + 1];
        at += place->length;
    }
    return text;
}

} // namespace style_transfer
