// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/model.h"

namespace style_transfer::bench {

// VGG19 up to block5_conv2 with random weights that keep the size of the features (He and others,
// 2015): as much work as with the true ones, without the file.
Model vgg19_shape();

} // namespace style_transfer::bench
