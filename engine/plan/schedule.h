// SPDX-License-Identifier: GPL-3.0-or-later
// Coarse to fine: what the picture looks like as a whole is found at small
// sizes, where an evaluation costs a fraction; full size is left with the fine grain. After Gatys,
// Ecker, Bethge, Hertzmann and Shechtman, "Controlling Perceptual Factors in Neural Style Transfer"
// (CVPR 2017), section 6.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

#include <vector>

namespace style_transfer {

struct Stage {
    Size base;
    std::vector<Size> styles; // scaled along
    int evaluations = 0;
    // Pixels around base and style that are worked on and cut off again: mirrored, they keep the
    // network's own border, which is black, away from what is matched.
    int margin = 0;
    // Deeper blocks of the network take no part: where the picture is larger than the style itself,
    // its forms have been painted at smaller sizes, and what is left to do is grain.
    int deepest_block = 5;

    Size worked(Size size) const { return {size.width + 2 * margin, size.height + 2 * margin}; }
    // Of one evaluation, relative to one of all layers that are ever computed.
    double cost = 1;

    // In pixels evaluated with all layers: of one evaluation, of making the targets (which looks at
    // base, style and what has been painted, and searches), and of everything.
    double evaluation_work() const {
        return cost * double(worked(base).width) * worked(base).height;
    }
    double target_work() const {
        return margin > 0 ? (1 + 0.5 * double(styles.size())) * evaluation_work() : 0;
    }
    double work() const { return evaluations * evaluation_work() + target_work(); }
};

// The stages from the smallest to full size, which is always the last; their evaluations add up to
// `evaluations`. A single stage where the picture or the evaluations are too few to share out.
std::vector<Stage> pyramid(Size base, const std::vector<Size>& styles, int evaluations);

// The same for painting by matching: every size from the first on whose longer side is large enough
// to match places in, each twice the one before. Coarse stages, where an evaluation costs next to
// nothing, get most of the evaluations. After Kolkin et al., "Neural Neighbor Style Transfer"
// (2022), section 3.
// At full size each style is as it is given; at smaller ones it is as large as the picture times
// `stroke_scale` (more where it is given larger), up to its own size.
std::vector<Stage> matching_stages(
    Size base, const std::vector<Size>& styles, int evaluations, double stroke_scale = 1);

// All evaluations that are asked for; one at least.
int evaluation_budget(const Settings& settings);

// matching_stages(), pyramid() or the single stage, as the settings say.
std::vector<Stage> stages_for(const Settings& settings, Size base, const std::vector<Size>& styles);

} // namespace style_transfer
