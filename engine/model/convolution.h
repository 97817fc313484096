// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/network_file.h"

#include <filesystem>
#include <string>

namespace style_transfer {

// Reads the weights of one layer of `network`. `input_channels` is how many `source` ("the picture"
// or a layer) gives. Throws Error(model) naming `file`, the tensor, what was expected and what was
// found, unless kernel and bias are those of a 3×3 convolution of so many channels and all their
// numbers are finite.
ConvolutionWeights read_convolution(
    const NetworkFile& network, const std::filesystem::path& file, const std::string& layer,
    int input_channels, const std::string& source);

// Reads the tap map of a layer with `channels` outputs; empty when it has none. Throws Error(model)
// unless it is a square matrix over those channels.
std::vector<float> read_tap_map(
    const NetworkFile& network, const std::filesystem::path& file, const std::string& layer,
    int channels);

} // namespace style_transfer
