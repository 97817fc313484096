// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How far each place of the picture is from the place of the style that
// suits it best. After Kolkin, Kucera, Paris, Sýkora, Shechtman and Shakhnarovich, "Neural Neighbor
// Style Transfer" (2022), section 3, with another distance: the published 1 − cosine is blind to
// scale, so that a good optimiser lets contrast run away; the squared difference over the target's
// square shrinks a vector whose target it cannot reach, which greys the picture. This one, with r =
// |f| / |t| and c the cosine of f and t, is between the two:
//
//   L = (r − 1)² + 2 √r (1 − c)
#pragma once

#include "engine/objective/feature_rows.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

namespace style_transfer {

// By place, all of one type.
struct MatchingLosses {
    at::Tensor losses; // [places]
    // The gradient of a place's loss with respect to its vector f is own · f + target · t.
    at::Tensor own;
    at::Tensor target;
};

// Of vectors f with targets t: `squares` is f·f, `products` f·t, `target_squares` t·t, [places]
// each. Lengths count as `least_square` at least, so that a vector of length zero has a loss and a
// gradient like any other.
MatchingLosses matching_losses(
    const at::Tensor& squares, const at::Tensor& products, const at::Tensor& target_squares,
    double least_square);

// Vectors shorter than the style's mean by this factor count as that long, squared; and the mean as
// long as this where nothing is seen at all, which is 1 else.
constexpr double least_square_share = 1e-6;

// How much of what has been painted enters the search beside the base itself: the more the photo
// shall count, the less.
double painted_share(const Settings& settings);

} // namespace style_transfer
