// SPDX-License-Identifier: GPL-3.0-or-later
// What of the layer a preview paints, and how large. No toolkit.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

namespace style_transfer {

struct PreviewPart {
    Area area;       // of the layer, in its pixels
    int longer_side; // of the picture that is painted, pixels
    int style_side;  // longer side of a style that has at least as many pixels

    bool operator==(const PreviewPart&) const = default;
};

// The whole layer, small enough that a change shows within a second on two cores, and settles
// within five. Its strokes are as large as the result's in pixels, so larger within the picture.
PreviewPart whole_preview(const Settings& settings, Size layer);

// A part of the layer as it is in the working picture, pixel by pixel, around a place in [0,1].
PreviewPart magnified_preview(const Settings& settings, Size layer, double x, double y);

} // namespace style_transfer
