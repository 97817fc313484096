// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to a painting once it is painted, so that it can be changed without painting again.
#pragma once

#include "engine/finishing/coarse_grid.h"
#include "engine/finishing/rgb_space.h"
#include "engine/settings/settings.h"

#include <array>
#include <utility>

namespace style_transfer {

// Whether `settings` ask for anything of the photo.
bool finishing_needs_photo(const Settings& settings);

// Finishes a painting of a photo: the photo's detail is put back, the photo's colours taken, the
// picture enhanced, and the photo laid under it, in this order. Keeps no pictures.
class Finisher {
  public:
    // Of no photo, for settings that need none.
    explicit Finisher(RgbSpace space = {}) : space_(std::move(space)) {}
    // Of both as a whole and in the same proportions, at whatever sizes; 3 or 4 channels, in
    // numbers of `space`.
    Finisher(const ImageView& painting, const ImageView& photo, RgbSpace space = {});

    // Finishes `picture`, a part of the painting, in place: its colours are in [0,1] afterwards but
    // for what shows of the photo, which is as it was; alpha stays. `photo` has the same part of
    // the photo. In a space without colours the painting has none, whatever the settings say of
    // them. `pixel` is how large a pixel of the picture that was painted is here; sharpness
    // looks sharpening_margin(pixel) pixels around, and at the border of `picture` takes that for
    // the picture's.
    //
    // Detail is the difference of the lumas (0.299 R + 0.587 G + 0.114 B) in three bands: what is
    // finer than a 256th of the longer side, what is finer than a 64th, and what is finer than a
    // 16th of it; at 100 per cent the painting has the photo's.
    void finish(
        const Settings& settings, const ImageSpan& picture, const ImageView& photo,
        const Frame& frame, double pixel) const;

    const RgbSpace& space() const { return space_; }

  private:
    static constexpr std::array<int, 3> band_cells{256, 64, 16};

    CoarseGrid light_of_bands(const std::array<float, 3>& shares) const;

    std::array<CoarseGrid, 3> light_; // the photo's luma less the painting's
    CoarseGrid tones_;                // and its chroma
    RgbSpace space_;
};

// Lays `photo`, of the same size, under a painting that covers it by so many per cent, in place;
// alpha stays.
void lay_over_photo(const ImageSpan& picture, const ImageView& photo, double opacity);

// A whole painting at the size at which it was painted.
void finish(
    const Settings& settings, const ImageSpan& painting, const ImageView& photo,
    const RgbSpace& space = {});

} // namespace style_transfer
