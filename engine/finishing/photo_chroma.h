// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/finishing/coarse_grid.h"
#include "engine/finishing/oklab.h"

namespace style_transfer {

// The three numbers R'G'B' of a pixel; what is not finite counts as 0.
Colour colour_of(const float* pixel);

// In what follows numbers are those of `space`.

// The colour of that lightness and hue that is as far from grey as there is; in [0,1].
Colour nearest_that_exists(Colour lab, const RgbSpace& space = {});

// `painted` with the chroma of `photo`, both R'G'B': the two axes of OKLab beside lightness. Where
// a colour does not exist at its lightness it is paler.
Colour with_chroma_of(const Colour& photo, const Colour& painted, const RgbSpace& space);

// The gray of that lightness.
Colour without_chroma(const Colour& painted, const RgbSpace& space);

// How the low frequencies of a painting's chroma differ from the photo's: over cells of which the
// longer side has `tone_cells`. Both pictures are whole, in the same proportions.
inline constexpr int tone_cells = 24;
CoarseGrid
tone_difference(const ImageView& painting, const ImageView& photo, const RgbSpace& space);

// `painted` with its chroma moved by two numbers of tone_difference(), as above.
Colour with_chroma_moved(const float* difference, const Colour& painted, const RgbSpace& space);

} // namespace style_transfer
