// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// `style` with its colours moved so that their mean and covariance are those of `base`, as little
// as that takes: the linear map of Pitié and Kokaram, "The linear Monge-Kantorovitch linear colour
// mapping for example-based colour transfer", 2007, on the numbers R'G'B' of what is visible. Alpha
// stays; values may leave [0,1]. A style of fewer colours than the map needs gets what it can.
// `part` is how much of each pixel of the base counts; empty: all of all.
Image with_palette_of(const ImageView& style, const ImageView& base, const Image& part = {});

} // namespace style_transfer
