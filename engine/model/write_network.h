// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/model.h"

#include <map>
#include <string>

namespace style_transfer {

// `model`, with the weights of all its layers, as a network file of this project
// (project_network.h), in single precision. `records` is further metadata. Another input convention
// than the format's goes into the first kernel, so that the features stay the same but for
// rounding.
std::string
network_file_content(const Model& model, const std::map<std::string, std::string>& records = {});

} // namespace style_transfer
