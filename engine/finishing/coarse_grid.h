// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/finishing/frame.h"

#include <functional>
#include <vector>

namespace style_transfer {

// `picture` at a smaller size, means over areas of its numbers; colours count by their alpha. A
// side that is smaller already stays.
Image area_means(const ImageView& picture, Size size);

// Low frequencies of a picture: means over the cells of a coarse grid that covers all of it, and
// between the cells' centres quadratic B-splines. The same wherever and at whatever size of the
// picture they are looked at. A value has one or more channels.
class CoarseGrid {
  public:
    // Writes what is wanted of a pixel.
    using Values = std::function<void(const float* pixel, float* values)>;

    CoarseGrid() = default;
    // The longer side has `cells`, or as many as `picture` has pixels.
    CoarseGrid(const ImageView& picture, int cells, int channels, const Values& values_of);

    // this += factor · other, which may be coarser.
    void add(const CoarseGrid& other, float factor);

    // The values along row `y` (counted from the part's top) of a part of the picture:
    // part.size.width · channels of them.
    void read_row(const Frame& frame, int y, std::vector<float>& values) const;

  private:
    Size size_{};
    int channels_ = 0;
    std::vector<float> values_;
};

} // namespace style_transfer
