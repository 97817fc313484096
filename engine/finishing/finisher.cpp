// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/finisher.h"

#include "engine/finishing/enhancement.h"
#include "engine/finishing/parallel_rows.h"
#include "engine/finishing/photo_chroma.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace style_transfer {

namespace {

// Enough for the finest band.
constexpr int overview_side = 1024;

float luma_of(const Colour& rgb) {
    return 0.299F * rgb[0] + 0.587F * rgb[1] + 0.114F * rgb[2];
}

Colour clipped(Colour colour) {
    for (float& value : colour)
        value = std::clamp(value, 0.0F, 1.0F);
    return colour;
}

Image overview(const ImageView& picture) {
    return area_means(
        picture,
        scaled_to_longer_side(picture.size, std::min(overview_side, picture.size.longer_side())));
}

std::array<float, 3> band_shares(const Settings& settings) {
    return {
        float(settings.fine_detail / 100), float(settings.medium_detail / 100),
        float(settings.coarse_detail / 100)};
}

bool has_bands(const Settings& settings) {
    return settings.fine_detail > 0 || settings.medium_detail > 0 || settings.coarse_detail > 0;
}

bool takes_chroma(const Settings& settings) {
    return settings.palette == Palette::photo || settings.palette == Palette::toned;
}

} // namespace

bool finishing_needs_photo(const Settings& settings) {
    return settings.opacity < 100 || has_bands(settings) || takes_chroma(settings);
}

Finisher::Finisher(const ImageView& painting, const ImageView& photo, RgbSpace space)
    : space_(std::move(space)) {
    const Image small_painting = overview(painting), small_photo = overview(photo);
    const auto luma = [](const float* pixel, float* value) { *value = luma_of(colour_of(pixel)); };
    for (std::size_t band = 0; band < band_cells.size(); ++band) {
        light_[band] = CoarseGrid(small_photo.view(), band_cells[band], 1, luma);
        light_[band].add(CoarseGrid(small_painting.view(), band_cells[band], 1, luma), -1);
    }
    tones_ = tone_difference(small_painting.view(), small_photo.view(), space_);
}

// A band is what is above its grid's frequencies, less what the finer band has of that. With the
// difference of all frequencies times shares[0] this is the sum of the three.
CoarseGrid Finisher::light_of_bands(const std::array<float, 3>& shares) const {
    CoarseGrid sum = light_[0];
    sum.add(light_[0], shares[1] - shares[0] - 1);
    sum.add(light_[1], shares[2] - shares[1]);
    sum.add(light_[2], -shares[2]);
    return sum;
}

void Finisher::finish(
    const Settings& settings, const ImageSpan& picture, const ImageView& photo, const Frame& frame,
    double pixel) const {
    const std::array<float, 3> shares = band_shares(settings);
    const bool bands = has_bands(settings);
    const CoarseGrid light = bands ? light_of_bands(shares) : CoarseGrid();
    for_rows(picture.size.height, [&](int first, int last) {
        std::vector<float> light_row, tone_row;
        for (int y = first; y < last; ++y) {
            if (bands)
                light.read_row(frame, y, light_row);
            if (settings.palette == Palette::toned)
                tones_.read_row(frame, y, tone_row);
            float* painted = picture.row(y);
            const float* below = photo.row(y);
            for (int x = 0; x < picture.size.width;
                 ++x, painted += picture.channels, below += photo.channels) {
                Colour colour = clipped(colour_of(painted));
                if (bands) {
                    const float difference = luma_of(colour_of(below)) - luma_of(colour);
                    for (float& value : colour)
                        value += shares[0] * difference + light_row[std::size_t(x)];
                    colour = clipped(colour);
                }
                if (!space_.has_colours())
                    colour = without_chroma(colour, space_);
                else if (settings.palette == Palette::photo)
                    colour = with_chroma_of(colour_of(below), colour, space_);
                else if (settings.palette == Palette::toned)
                    colour =
                        with_chroma_moved(tone_row.data() + std::ptrdiff_t{x} * 2, colour, space_);
                std::ranges::copy(colour, painted);
            }
        }
    });
    if (settings.enhance)
        enhance(picture, {settings.brightness, settings.colour, settings.sharpness}, pixel);
    lay_over_photo(picture, photo, settings.opacity);
}

void lay_over_photo(const ImageSpan& picture, const ImageView& photo, double opacity) {
    if (opacity >= 100)
        return;
    const auto share = float(opacity / 100);
    for_rows(picture.size.height, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            float* painted = picture.row(y);
            const float* below = photo.row(y);
            for (int x = 0; x < picture.size.width;
                 ++x, painted += picture.channels, below += photo.channels)
                for (int c = 0; c < 3; ++c) {
                    const float from = std::isfinite(below[c]) ? below[c] : 0;
                    painted[c] = from + share * (painted[c] - from);
                }
        }
    });
}

void finish(
    const Settings& settings, const ImageSpan& painting, const ImageView& photo,
    const RgbSpace& space) {
    const Frame frame = whole_frame(painting.size);
    Finisher(painting, photo, space).finish(settings, painting, photo, frame, 1);
}

} // namespace style_transfer
