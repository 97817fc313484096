// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "engine/base/network_layer.h"
#include "engine/settings/settings.h"

#include <vector>

namespace style_transfer {

// The part of a layer of size `layer` that is worked on when `selected`, its part within the bounds
// of the selection, is to be painted at working size `working_size`: those bounds and around them
// what the network needs to see, clipped at the layer. All of it in pixels of the layer.
//
// Around the bounds there is half of `field_of_view`, the square of the working image that one
// value of the network looks at, but at most a quarter of the working size, so that half of it is
// left for what is selected. A small selection gets more: while the layer has picture to show, its
// pixels are not enlarged.
Area work_area(Area selected, Size layer, int working_size, int field_of_view);

// The largest field of view among the layers that the settings use; of a network that is not known
// yet, more than there is room for.
int field_of_view(const Settings& settings, const std::vector<NetworkLayer>& layers);

} // namespace style_transfer
