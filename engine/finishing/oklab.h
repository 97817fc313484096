// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace style_transfer {

using Colour = std::array<float, 3>;

// OKLab (Ottosson, "A perceptual color space for image processing", 2020): lightness 0 … 1, green
// to red, blue to yellow. Numbers R'G'B' are taken as sRGB; they may leave [0,1].
Colour oklab(const Colour& rgb);
Colour rgb_of(const Colour& lab);

// Whether it is a colour of sRGB: its numbers are in [0,1].
bool exists(const Colour& lab);

} // namespace style_transfer
