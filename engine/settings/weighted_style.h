// SPDX-License-Identifier: GPL-3.0-or-later
// How people write a style's weight behind its file, the same wherever styles are listed.
#pragma once

#include <cstddef>
#include <string>

namespace style_transfer {

inline constexpr std::size_t most_styles = 16;

struct WeightedStyle {
    std::string file;
    double weight = 1;
};

// Out of "FILE:WEIGHT"; what has no number behind its last colon is a file as a whole. Throws
// Error(invalid_argument) unless the weight is above 0 and no more than a million.
WeightedStyle parse_weighted_style(const std::string& text);

// The text that is read as that style. A weight of 1 is left out where the file can do without.
std::string to_text(const WeightedStyle& style);
std::string weight_text(double weight); // the number alone

// Throws Error(invalid_argument) when there are more than can be used.
void check_style_count(std::size_t count);

} // namespace style_transfer
