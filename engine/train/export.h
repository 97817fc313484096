// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A student as a network file of this project, see
// engine/model/project_network.h.
#pragma once

#include "engine/train/calibration.h"
#include "engine/train/tap_maps.h"

#include <filesystem>

namespace style_transfer::train {

struct NetworkDescription {
    std::string name;
    std::string licence;                        // left out when empty
    std::map<std::string, std::string> records; // further metadata: how it was made, figures
};

// Kernels and maps in half precision, biases in single. Throws Error(file) when the file cannot be
// written, Error(internal) when a number does not fit half precision.
void export_network(
    const std::filesystem::path& file, const NetworkDescription& description,
    const InputConvention& input, const FeatureNetwork& student, const TapMaps& maps,
    const Scales& scales);

} // namespace style_transfer::train
