// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// Brings `result`, made from `working_base`, to the size of `base`, of which that is a smaller
// copy: enlarged, plus the detail that `base` has beyond it, as far as the result follows the
// photo. How far is measured by the guided filter (He, Sun and Tang, "Guided Image Filtering",
// ECCV 2010; enlarging its coefficients: He and Sun, "Fast Guided Filter", 2015): in each window
// the result is fitted as a · luma + c per channel, and a of the photo's finer luma is added. Where
// the strokes of the style have replaced the photo, a is near 0 and nothing comes back of it.
// Three channels, clipped to [0,1]. The same size gives a copy of the result, and so does a base
// smaller than it, scaled. GEGL as in pixels.h. Throws Error.
Image at_full_size(const ImageView& result, const ImageView& working_base, const ImageView& base);

} // namespace style_transfer
