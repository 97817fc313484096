// SPDX-License-Identifier: GPL-3.0-or-later
// This project's own networks: safetensors whose __metadata__ describes the network.
//
//   format          "style-transfer-model"          format_version  "1", or "2" with maps
//   name            shown to the user
//   layers          names of 3×3 convolutions and "maxpool", from the input on, comma-separated
//   activation      "relu"
//   input           "bgr-0-255-minus-mean"          mean  three numbers in that order
//   style_scale.LAYER, content_scale.LAYER          positive numbers, see Model
//
// The tensors are LAYER.weight (OIHW), LAYER.bias and, in version 2, LAYER.map where a layer has
// one (see Layer::tap_map).
#pragma once

#include "engine/model/network_file.h"
#include "engine/model/safetensors.h"

#include <filesystem>

namespace style_transfer {

// Whether the metadata names this format, of whatever version.
bool is_project_network(const Safetensors& tensors);

// `tensors` must outlive the result; `file` is for messages. Throws Error(model) for a version,
// activation or input convention that this program does not know, and for values out of range.
NetworkFile project_network(const Safetensors& tensors, const std::filesystem::path& file);

} // namespace style_transfer
