// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/host.h"

namespace style_transfer {

// How much of each pixel of `area`, a part of the target, belongs to the region: one channel in
// [0,1], the numbers of a mask or channel as they stand, and 0 where it does not reach. Throws
// Error(invalid_argument) with the sentence for the user when the document has no such region.
Image region_values(
    const Host& host, const StyleRegion& region, const Target& target, const Area& area);

// The same for what is painted whole: throws also when nothing of the region lies in `area`.
Image read_region(
    const Host& host, const StyleRegion& region, const Target& target, const Area& area);

} // namespace style_transfer
