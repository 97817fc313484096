// SPDX-License-Identifier: GPL-3.0-or-later
// Brightness, colour and sharpness as operations of GEGL, so that a host can keep them beside the
// pixels of a layer, where they can still be changed. They work in linear light, as GEGL does; the
// enhancement of engine/finishing, which is the published one, works in the numbers.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

#include <span>
#include <string_view>
#include <utility>
#include <vector>

typedef union _Babl Babl;

namespace style_transfer {

struct LiveFilter {
    std::string_view parameter; // that it stands for, see engine/settings/parameters.h
    const char* operation;      // of GEGL
    std::vector<std::pair<const char*, double>> values; // of its properties; others: the defaults

    bool operator==(const LiveFilter&) const = default;
};

// In the order in which they are applied; none for a factor that changes nothing, and for the
// colour of a picture without colours. `pixel` is how large a pixel of the picture that was painted
// is here, as in engine/finishing/enhancement.h.
//
// Brightness f is light × f^2.2, about what numbers × f are; colour is the distance from the
// luminance; sharpness above 1 is that much of the difference from a Gaussian as wide as the
// enhancement's kernel, and below 1 a Gaussian that takes away as much.
std::vector<LiveFilter> live_filters(const Settings& settings, bool has_colours, double pixel);

// Applies them to `picture`, 3 or 4 channels in numbers R'G'B' of `space` (nullptr: sRGB), in
// place; alpha stays. Colours may leave [0,1]: they do on a layer, too, and opacity counts with
// that. Call gegl_init() before. Throws Error.
void apply(std::span<const LiveFilter> filters, const ImageSpan& picture, const Babl* space);

} // namespace style_transfer
