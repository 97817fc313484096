// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/weighted_style.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <array>
#include <charconv>
#include <optional>
#include <system_error>

namespace style_transfer {

namespace {

constexpr double largest_weight = 1e6;

// That stands behind the last colon.
std::optional<double> number_behind_colon(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size())
        return std::nullopt;
    const char* const end = text.data() + text.size();
    double number = 0;
    const auto [stop, failure] = std::from_chars(text.data() + colon + 1, end, number);
    return failure == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

} // namespace

WeightedStyle parse_weighted_style(const std::string& text) {
    const auto weight = number_behind_colon(text);
    if (!weight)
        return {text};
    if (!(*weight > 0 && *weight <= largest_weight))
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("style: expected a weight above 0 and up to 1000000 behind the colon of "
                  "\"%s\"."),
                text.c_str()));
    return {text.substr(0, text.rfind(':')), *weight};
}

std::string weight_text(double weight) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), weight);
    return {digits.data(), end.ptr};
}

std::string to_text(const WeightedStyle& style) {
    const bool is_needed = style.weight != 1 || number_behind_colon(style.file);
    return style.file + (is_needed ? ':' + weight_text(style.weight) : "");
}

void check_style_count(std::size_t count) {
    if (count > most_styles)
        throw Error(
            ErrorCode::invalid_argument, formatted(
                                             _("style: %zu are given, at most %zu can be used."),
                                             count, std::size_t(most_styles)));
}

} // namespace style_transfer
