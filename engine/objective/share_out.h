// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace style_transfer {

// To which of several styles each place goes, so that each style gets its share of the places and
// the sum of what they get is as large as it can be: `fits`, [places, styles], says how well a
// style fits a place. `shares` are above 0 and add up to 1; `seen`, [places], which places count
// (undefined: all). [places], long. The auction of Bertsekas, "The auction algorithm", 1988, with
// each style's price found at once as the quantile that its share asks for; for two styles that is
// exact, for more to a hundredth of the places.
at::Tensor
share_out(const at::Tensor& fits, const std::vector<double>& shares, const at::Tensor& seen);

} // namespace style_transfer
