// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/answer_writer.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace style_transfer {

// Reads the layers of a VGG19 of Keras (HDF5) up to the deepest one wanted and hands them over as
// safetensors, see converted_keras_vgg19(). Throws std::runtime_error with the problem, without the
// file's name and full stop.
void read_keras_network(
    std::span<const std::byte> file, const std::vector<std::string>& wanted_layers,
    AnswerWriter& answer);

} // namespace style_transfer
