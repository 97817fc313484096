// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Pictures at the sizes of a run's stages.
#pragma once

#include "engine/base/image.h"

#include <ATen/core/Tensor.h>

namespace style_transfer {

// `picture` (or a mask, [height, width]) at a smaller size: means over areas.
at::Tensor shrunk(const at::Tensor& picture, Size size);

// `picture` at a larger size: where the next stage begins. Starting with grown() took it longer to
// the same loss.
at::Tensor enlarged(const at::Tensor& picture, Size size);

// For showing: what has been done to a smaller picture, done to the larger `base`: base + (picture
// − its base) brought to size, so that the base's own detail stays.
at::Tensor grown(const at::Tensor& picture, const at::Tensor& small_base, const at::Tensor& base);

// `picture` (or a mask) mirrored around its border rows and columns by `margin` pixels, fewer than
// its sides; and back, as a copy or sharing its numbers.
at::Tensor mirrored(const at::Tensor& picture, int margin);
at::Tensor without_margin(const at::Tensor& picture, int margin);
at::Tensor within_margin(const at::Tensor& picture, int margin);

} // namespace style_transfer
