// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/network_layer.h"
#include "engine/model/model.h"

#include <vector>

namespace style_transfer {

// The convolutions of `model` from the input on; their weights are not looked at.
std::vector<NetworkLayer> network_layers(const Model& model);

} // namespace style_transfer
