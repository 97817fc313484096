// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/schedule.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/upsample_bicubic2d.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

// Shares of the evaluations, from full size down, each stage half as large as the one before it.
// Measured with VGG19 at 256²: a second smaller stage gained nothing, its strokes being too coarse
// to be of use.
constexpr double stage_shares[] = {0.5, 0.5};
constexpr int smallest_side = 96;    // pixels
constexpr int least_evaluations = 4; // in all stages, else it is not worth it

Size divided(Size size, int divisor) {
    return scaled_to_longer_side(size, int(std::lround(double(size.longer_side()) / divisor)));
}

} // namespace

std::vector<Stage> pyramid(Size base, Size style, int evaluations) {
    std::vector<Stage> stages;
    double shares = 0;
    for (double share : stage_shares) {
        const int divisor = 1 << stages.size();
        if (divisor > 1 && (divided(base, divisor).shorter_side() < smallest_side ||
                            divided(style, divisor).shorter_side() < smallest_side))
            break;
        stages.insert(stages.begin(), {divided(base, divisor), divided(style, divisor)});
        shares += share;
    }
    if (evaluations < least_evaluations * int(stages.size()))
        return {{base, style, evaluations}};
    int left = evaluations;
    for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
        const double share = stage_shares[stages.size() - 1 - i] / shares;
        stages[i].evaluations = std::max(1, int(std::lround(evaluations * share)));
        left -= stages[i].evaluations;
    }
    stages.back() = {base, style, left};
    return stages;
}

int evaluation_budget(const Settings& settings) {
    return std::max(1, settings.iterations * settings.evaluations);
}

std::vector<Stage> stages_for(const Settings& settings, Size base, Size style) {
    const int evaluations = evaluation_budget(settings);
    if (settings.schedule == Schedule::single)
        return {{base, style, evaluations}};
    return pyramid(base, style, evaluations);
}

at::Tensor shrunk(const at::Tensor& picture, Size size) {
    if (!picture.defined())
        return picture;
    const bool plane = picture.dim() == 2;
    const at::Tensor small =
        at::adaptive_avg_pool2d(plane ? picture.unsqueeze(0) : picture, {size.height, size.width});
    return plane ? small.squeeze(0) : small;
}

at::Tensor enlarged(const at::Tensor& picture, Size size) {
    return at::upsample_bicubic2d(
               picture.unsqueeze(0), {size.height, size.width}, /*align_corners=*/false)
        .squeeze(0);
}

at::Tensor grown(const at::Tensor& picture, const at::Tensor& small_base, const at::Tensor& base) {
    return enlarged(picture - small_base, {int(base.size(2)), int(base.size(1))}).add_(base);
}

} // namespace style_transfer
