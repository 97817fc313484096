// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include <ATen/core/Tensor.h>

namespace style_transfer {

// A preconditioner for pictures, symmetric and positive definite: the sum of what `gradient`
// ([channels, height, width], of any size) looks like at full size, half the size, a quarter and so
// on, the coarser the larger. A gradient treats each pixel alike; in pictures a large shape moves
// many pixels by much where grain moves each by little, and with this, both take the same steps.
// After Bramble, Pasciak and Xu, "Parallel multilevel preconditioners" (Mathematics of Computation
// 55, 1990). Takes memory for two pictures.
at::Tensor multilevel(const at::Tensor& gradient);

} // namespace style_transfer
