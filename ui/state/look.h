// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a photographer for what the weights do to a picture. No toolkit.
#pragma once

#include "engine/settings/settings.h"

namespace style_transfer {

// Per cent; 100 is the default. Each is read off the settings and written back into them,
// so that it moves with the weights, and they with it; what is written has few decimals.

// How much of the style a picture takes: 100 · ((style weight / content weight) / 12.5)^(1/6). The
// root makes steps of the slider steps to the eye, found by looking at pictures: at 20 the photo is
// nearly untouched, above 150 nothing of it would change any more. 10 to 200, or 0: a style weight
// of 0, with which the picture is the photo.
double strength(const Settings& settings);
void set_strength(Settings& settings, double per_cent); // by the content weight

// The style scale.
double stroke_size(const Settings& settings);
void set_stroke_size(Settings& settings, double per_cent);

// How soft the picture becomes: 100 · (variation weight / style weight)^(1/2). 0 to 1000.
double smoothness(const Settings& settings);
void set_smoothness(Settings& settings, double per_cent); // by the variation weight

} // namespace style_transfer
