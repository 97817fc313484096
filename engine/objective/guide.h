// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Which part of the picture is painted after which styles. After the
// guidance channels of Gatys, Ecker, Bethge, Hertzmann and Shechtman, "Controlling Perceptual
// Factors in Neural Style Transfer" (CVPR 2017), section 4.
#pragma once

#include "engine/objective/feature_source.h"

#include <vector>

namespace style_transfer {

// A part of the picture and what it is painted after.
struct Guide {
    struct Style {
        VisiblePicture picture;
        double weight = 1; // all of one guide add up to 1
        int number = 0;    // among the styles of the run
    };
    // [height, width] of the base, how much of each pixel belongs to this part, 0 … 1; undefined:
    // all of all.
    at::Tensor part;
    std::vector<Style> styles; // one at least
};

// The same with the network that looks at it, as terms see it.
struct GuideSource {
    struct Style {
        FeatureSource features;
        double weight = 1;
        int number = 0;
    };
    int number = 0;     // among the guides of the run
    FeatureSource base; // of which the guide's part alone is visible
    double share = 1;   // of the part in what is visible of the base
    std::vector<Style> styles;
};

// Without guides of which no pixel is left at the base's size.
std::vector<GuideSource> guide_sources(
    const FeatureSource& base, const std::vector<Guide>& guides, const TilePlan& base_tiles,
    const TilePlan& style_tiles);

} // namespace style_transfer
