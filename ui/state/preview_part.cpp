// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/preview_part.h"

#include "ui/state/magnified_place.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

constexpr int whole_side = 256;
constexpr int magnified_side = 320;
// The style is measured whole for each preview. In working pictures that are larger than this the
// magnified strokes are smaller than the result's will be.
constexpr int largest_style_side = 1024;

int style_side(const Settings& settings, int working) {
    return std::min(working_style_size(settings, working, working), largest_style_side);
}

} // namespace

PreviewPart whole_preview(const Settings& settings, Size layer) {
    return {{0, 0, layer}, whole_side, style_side(settings, whole_side)};
}

PreviewPart magnified_preview(const Settings& settings, Size layer, double x, double y) {
    const int side = working_size(settings, layer.longer_side());
    const Size working = scaled_to_longer_side(layer, side);
    const Size shown{
        std::min(working.width, magnified_side), std::min(working.height, magnified_side)};
    const double scale = double(layer.longer_side()) / side;
    const Size part{
        std::clamp(int(std::lround(shown.width * scale)), 1, layer.width),
        std::clamp(int(std::lround(shown.height * scale)), 1, layer.height)};
    return {
        {begin_of_magnified(x, part.width, layer.width),
         begin_of_magnified(y, part.height, layer.height), part},
        shown.longer_side(),
        style_side(settings, side)};
}

} // namespace style_transfer
