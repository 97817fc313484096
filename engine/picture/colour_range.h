// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <array>

namespace style_transfer {

// The colours of a picture as a box in OKLab (Ottosson, "A perceptual color space for image
// processing", 2020), whose axes are lightness, green to red and blue to yellow. Numbers are taken
// as sRGB: within another space of the usual kind the box is another one, and as good.
class ColourRange {
  public:
    // That of nothing: no colour is within.
    ColourRange() = default;

    // Grows by what is visible of `picture`, but for the rarest colours: one in a thousand at
    // either end of each axis. Values outside [0,1] count as their nearest end.
    void add(const ImageView& picture);

    // Brings each colour of `picture` (3 or 4 channels) to the nearest one of the box, axis by
    // axis. What leaves [0,1] with that, or did before, bends towards 0 and 1 without reaching
    // them, so that shadows and highlights keep their detail; a picture that is itself black or
    // white in many places is met there. All values are in [0,1] afterwards.
    void clamp(const ImageSpan& picture) const;

  private:
    static constexpr float widest_knee = 0.05F;
    static constexpr float far = 1e9F;

    std::array<float, 3> least_{far, far, far};
    std::array<float, 3> most_{-far, -far, -far};
    float knee_ = widest_knee; // how far from 0 and 1 values begin to bend
};

} // namespace style_transfer
