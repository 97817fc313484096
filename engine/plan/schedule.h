// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Coarse to fine: what the picture looks like as a whole is found at small
// sizes, where an evaluation costs a fraction; full size is left with the fine grain. After Gatys,
// Ecker, Bethge, Hertzmann and Shechtman, "Controlling Perceptual Factors in Neural Style Transfer"
// (CVPR 2017), section 6.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace style_transfer {

struct Stage {
    Size base;
    Size style; // scaled along
    int evaluations = 0;

    // Of all its evaluations, in pixels.
    double work() const { return double(evaluations) * base.width * base.height; }
};

// The stages from the smallest to full size, which is always the last; their evaluations add up to
// `evaluations`. A single stage where the picture or the evaluations are too few to share out.
std::vector<Stage> pyramid(Size base, Size style, int evaluations);

// All evaluations that are asked for; one at least.
int evaluation_budget(const Settings& settings);

// pyramid() or the single stage, as the settings say.
std::vector<Stage> stages_for(const Settings& settings, Size base, Size style);

// `picture` (or a mask, [height, width]) at a smaller size: means over areas.
at::Tensor shrunk(const at::Tensor& picture, Size size);

// `picture` at a larger size: where the next stage begins. Starting with grown() took it longer to
// the same loss.
at::Tensor enlarged(const at::Tensor& picture, Size size);

// For showing: what has been done to a smaller picture, done to the larger `base`: base + (picture
// − its base) brought to size, so that the base's own detail stays.
at::Tensor grown(const at::Tensor& picture, const at::Tensor& small_base, const at::Tensor& base);

} // namespace style_transfer
