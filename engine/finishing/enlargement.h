// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <vector>

namespace style_transfer {

// Brings a painting to the size of the photo of which a smaller copy was painted: enlarged by cubic
// interpolation (Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981), and
// beside that the detail that the photo has beyond the copy, as far as the painting follows it. How
// far is measured by the guided filter (He, Sun and Tang, "Guided Image Filtering", ECCV 2010;
// enlarging its coefficients: He and Sun, "Fast Guided Filter", 2015): in each window the painting
// is fitted as a · luma + c per channel, and a of the photo's finer luma is the detail. Where the
// strokes of the style have replaced the photo, a is near 0 and nothing comes back of it.
class Enlargement {
  public:
    // `painting`, made from `working_base` of the same size, to `full`. The painting's pixels stay
    // the caller's and must outlive it. Without a side to be enlarged there is no detail.
    Enlargement(const ImageView& painting, const ImageView& working_base, Size full);

    struct Part {
        Image painting; // RGB, not clipped
        Image detail;   // RGB, to be added; empty: there is none
    };
    // Of the full size, with the photo's pixels there.
    Part part(const Area& area, const ImageView& photo) const;

  private:
    ImageView painting_;
    Size full_;
    Image gains_;                     // of detail in the channels; empty: there is none
    std::vector<float> working_luma_; // of the working base
};

} // namespace style_transfer
