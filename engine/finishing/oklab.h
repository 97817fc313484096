// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/finishing/rgb_space.h"

namespace style_transfer {

// OKLab (Ottosson, "A perceptual color space for image processing", 2020): lightness 0 … 1, green
// to red, blue to yellow. Numbers R'G'B' are those of `space`; they may leave [0,1].
Colour oklab(const Colour& rgb, const RgbSpace& space = {});
Colour rgb_of(const Colour& lab, const RgbSpace& space = {});

// Whether it is a colour of the space: its numbers are in [0,1].
bool exists(const Colour& lab, const RgbSpace& space = {});

} // namespace style_transfer
