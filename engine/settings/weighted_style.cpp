// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/weighted_style.h"

#include "engine/base/error.h"

#include <charconv>
#include <system_error>

namespace style_transfer {

namespace {

constexpr double largest_weight = 1e6;

} // namespace

WeightedStyle parse_weighted_style(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size())
        return {text};
    const char* const end = text.data() + text.size();
    double weight = 0;
    const auto [stop, failure] = std::from_chars(text.data() + colon + 1, end, weight);
    if (failure != std::errc() || stop != end)
        return {text};
    if (!(weight > 0 && weight <= largest_weight))
        throw Error(
            ErrorCode::invalid_argument,
            "style: expected a weight above 0 and up to 1000000 behind the colon of \"" + text +
                "\".");
    return {text.substr(0, colon), weight};
}

void check_style_count(std::size_t count) {
    if (count > most_styles)
        throw Error(
            ErrorCode::invalid_argument, "style: " + std::to_string(count) +
                                             " are given, at most " + std::to_string(most_styles) +
                                             " can be used.");
}

} // namespace style_transfer
