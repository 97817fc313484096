// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of diagnose(). Each throws what it meets, which is then its finding.
#pragma once

#include "engine/diagnostics/diagnostics.h"

namespace style_transfer {

std::vector<Finding> check_machine(); // system, processor, threads, memory
std::vector<Finding> check_engine(const EngineLoader& engine);
std::vector<Finding> check_libraries(); // that are loaded and matter for speed and pictures
std::vector<Finding> check_networks();
std::vector<Finding> check_reader();
std::vector<Finding> check_folders();
std::vector<Finding> check_painting(const EngineLoader& engine);

} // namespace style_transfer
