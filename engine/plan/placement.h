// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Where the work is done, in which numbers, and what comes next when there
// is too little memory.
#pragma once

#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer {

struct Placement {
    at::Device device = at::kCPU;
    at::ScalarType features = at::kFloat; // of the feature maps; losses and pictures are float
    std::int64_t limit_mib = 0;           // for the memory plan
};

// What to try, best first: a CUDA device as it is, then with smaller and smaller tiles, then the
// processor, always the last. `free_mib` is what the processor's memory limit is taken from.
// Throws Error(invalid_argument) when "cuda" is asked for and this libtorch has none, or "bf16" on
// a processor without it.
std::vector<Placement> placements(const Settings& settings);

// Does `work` with the first placement that has memory enough. What fails on a device for want of
// memory is tried with the next one, and the answer says so in one sentence; on the processor, and
// when there is none left, the exception comes out.
std::string in_first_that_fits(
    const std::vector<Placement>& all, const std::function<void(const Placement&)>& work);

} // namespace style_transfer
