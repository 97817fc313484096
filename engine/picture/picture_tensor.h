// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/base/image.h"

#include <ATen/core/Tensor.h>

namespace style_transfer {

// [3, height, width], RGB 0–255, float. Values are clipped to [0,1] before; NaN becomes 0; alpha
// is left out.
at::Tensor tensor_from_image(const ImageView& image);

// The alpha of a picture with four channels, [height, width] in [0,1], float; undefined when all
// of it is 1 (or NaN, which counts as 1).
at::Tensor mask_from_image(const ImageView& image);

// Brought from 0–255 to [0,1], and clipped there unless told otherwise; three channels.
Image image_from_tensor(const at::Tensor& picture, bool clipped = true);
// The same at that size or smaller: means over areas, without another copy of the picture.
Image image_from_tensor(const at::Tensor& picture, Size size, bool clipped);

} // namespace style_transfer
