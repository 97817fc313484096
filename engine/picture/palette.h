// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <array>
#include <vector>

namespace style_transfer {

// `style` with its colours moved so that their mean and covariance are those of `base`, as little
// as that takes: the linear map of Pitié and Kokaram, "The linear Monge-Kantorovitch linear colour
// mapping for example-based colour transfer", 2007, on the numbers R'G'B' of what is visible. Alpha
// stays; values may leave [0,1]. A style of fewer colours than the map needs gets what it can.
// `part` is how much of each pixel of the base counts; empty: all of all.
Image with_palette_of(const ImageView& style, const ImageView& base, const Image& part = {});

// The colours of a photo for what is painted over it, as the two chroma axes of OKLab: all of them,
// or their low frequencies alone, means over cells of which the longer side has `tone_cells`.
class PhotoColours {
  public:
    enum class Kind { all, tones };
    static constexpr int tone_cells = 24;

    // Of `photo`, 3 or 4 channels; what is transparent counts like the rest.
    PhotoColours(const ImageView& photo, Kind kind);

    // Of a picture of the photo's size: all, the photo's chroma under the picture's lightness;
    // tones, the picture's chroma moved so that its low frequencies are the photo's. Where a colour
    // does not exist at its lightness it is paler. All values are in [0,1] afterwards.
    void apply(const ImageSpan& picture) const;

  private:
    using Chroma = std::array<float, 2>;

    std::vector<Chroma> cells_of(const ImageView& picture) const;
    Chroma between_cells(const std::vector<Chroma>& cells, int x, int y) const;

    Kind kind_;
    Size size_;
    Size cells_{};               // along each side; tones only
    std::vector<Chroma> chroma_; // of pixels or cells, row by row
};

} // namespace style_transfer
