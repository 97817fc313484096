// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/optimiser/multilevel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/upsample_bilinear2d_backward.h>

#include <algorithm>
#include <array>

namespace style_transfer {

namespace {

// Weight of a level relative to the finer one. Measured with VGG19 at 256²: after 80 evaluations
// the loss is where it was after 95 with 1, after 100 with 1.5 and 2, and far behind with 4; 2 is
// slower in the first 30 of them.
constexpr double coarser_weight = 1.5;
constexpr std::int64_t coarsest_side = 8; // pixels; smaller pictures have no further level

} // namespace

at::Tensor multilevel(const at::Tensor& gradient) {
    const auto channels = gradient.size(0);
    const std::array<std::int64_t, 2> size{gradient.size(1), gradient.size(2)};
    if (std::min(size[0], size[1]) < coarsest_side)
        return gradient.clone();
    const std::array<std::int64_t, 2> half{(size[0] + 1) / 2, (size[1] + 1) / 2};
    // The adjoint of the enlargement below, and so the sum of both is symmetric at every size; by a
    // quarter it is a mean.
    const at::Tensor small =
        at::upsample_bilinear2d_backward(
            gradient.unsqueeze(0), size, std::array<std::int64_t, 4>{1, channels, half[0], half[1]},
            /*align_corners=*/false)
            .squeeze(0)
            .mul_(0.25);
    return at::upsample_bilinear2d(multilevel(small).unsqueeze(0), size, /*align_corners=*/false)
        .squeeze(0)
        .mul_(coarser_weight)
        .add_(gradient);
}

} // namespace style_transfer
