// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). What a scan has and paint has not.
#pragma once

#include <ATen/core/Tensor.h>

namespace style_transfer {

// Limits each value of `picture` ([channels, height, width], float, contiguous, on the processor),
// in place, to between the second smallest and the second largest of its eight neighbours, mirrored
// at the border. So a light or dark pixel that stands alone, or with one other, goes; a hair of one
// pixel's width stays, since each of its pixels has two neighbours like it. Sharpened and
// compressed scans are full of such pixels, and where their grain is painted at camera size, flat
// dark places would be dotted with them.
void remove_specks(at::Tensor& picture);

} // namespace style_transfer
