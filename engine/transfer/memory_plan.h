// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "engine/model/model.h"

#include <cstdint>

namespace style_transfer {

// The peak memory of a whole run in MiB, computed from the layer table before anything is
// allocated: program and libraries, network, feature maps, gradients, targets, optimiser.
std::int64_t planned_memory_mib(const Model& model, Size base, Size style, int lbfgs_history);

// Throws Error(memory) when that is more than `limit_mib`; the sentence says how much is needed
// and the longest side that fits.
void check_memory(
    const Model& model, Size base, Size style, int lbfgs_history, std::int64_t limit_mib);

} // namespace style_transfer
