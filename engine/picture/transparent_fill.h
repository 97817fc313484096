// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// What counts as visible: below this alpha a pixel's colour is nobody's choice.
inline constexpr float least_visible_alpha = 1.0F / 512;

// Gives the invisible pixels of an RGBA picture, in place, colours that continue those of the
// visible ones smoothly (push-pull over halved pictures: Gortler and others, "The Lumigraph",
// SIGGRAPH 1996, section 3.4.1), so that no edge arises that nobody sees. Alpha and visible pixels
// stay. A picture without any visible pixel is left alone. Throws Error(memory).
void fill_transparent(const ImageSpan& image);

} // namespace style_transfer
