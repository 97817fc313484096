// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// The part of a layer of size `layer` that is worked on when `selected`, its part within the bounds
// of the selection, is to be painted at working size `working_size`: those bounds and around them
// what the network needs to see, clipped at the layer. All of it in pixels of the layer.
//
// Around the bounds there are 94 pixels of the working image, half of the square that one value of
// block5_conv2 looks at, but at most a quarter of the working size, so that half of it is left for
// what is selected. A small selection gets more: while the layer has picture to show, its pixels
// are not enlarged.
Area work_area(Area selected, Size layer, int working_size);

} // namespace style_transfer
