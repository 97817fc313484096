// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include <ATen/core/Tensor.h>

namespace style_transfer {

// A preconditioner for pictures, symmetric and positive definite: S², where S is a quarter of the
// identity and three quarters of the 3×3 binomial mean with the border repeated. Steps favour what
// neighbouring pixels do together, and so strokes over the cross-hatch that pools and strided
// places leave in a plain gradient; unlike multilevel() it treats every pixel alike and prints no
// lattice of its own. [channels, height, width] of any size; a new tensor.
at::Tensor smoothing(const at::Tensor& gradient);

} // namespace style_transfer
