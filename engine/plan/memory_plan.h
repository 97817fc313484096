// SPDX-License-Identifier: GPL-3.0-or-later
// The peak memory of a run, computed from the layer table before anything is allocated, and the
// tiles that keep it within a limit.
#pragma once

#include "engine/base/error.h"
#include "engine/base/image.h"
#include "engine/model/layer_chain.h"
#include "engine/network/tiles.h"
#include "engine/objective/term_demand.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

struct MemoryRequest {
    LayerChain chain; // up to the deepest layer that is computed
    TermDemand demand;
    Size base; // working size, pixels; of it, a margin at each side that nobody asked for
    int margin = 0;
    std::vector<Size> styles; // working sizes, pixels
    // Bytes of a number in the feature maps: 4, or 2 for bfloat16. Pictures always take 4.
    int feature_bytes = 4;
    bool masked = false;           // whether one of the pictures is partly transparent
    int masked_parts = 0;          // parts of the base that have styles, and a mask, of their own
    std::int64_t resident_mib = 0; // what the process holds already
};

struct MemoryPlan {
    TilePlan base_tiles; // empty: the whole picture at once
    TilePlan style_tiles;
    int history = 0;              // pairs that L-BFGS keeps
    std::int64_t peak_mib = 0;    // of the whole process
    std::int64_t tensors_mib = 0; // of these, what tensors take that do not exist yet
    // Of one evaluation: multiplications against those of the whole picture at once.
    double work = 1;

    std::int64_t tile_side() const; // pixels of the picture; 0: not tiled
};

// What is asked for, by a process that holds nothing yet.
MemoryRequest memory_request(const DemandQuestion& question);

// The plan of least time whose peak is at most `limit_mib`; none when all need more.
std::optional<MemoryPlan> find_plan(const MemoryRequest& request, std::int64_t limit_mib);

// The smallest limit with a plan, to the next 16 MiB.
std::int64_t least_memory_mib(const MemoryRequest& request);

// As find_plan(), but throws Error(memory) when there is none; the sentence says how much is
// needed with the network of this name.
MemoryPlan
plan_memory(const MemoryRequest& request, std::int64_t limit_mib, const std::string& network_name);

// What to throw when a working image of that size does not fit.
Error too_little_memory(
    Size base, std::int64_t least_mib, std::int64_t limit_mib, const std::string& network_name);

} // namespace style_transfer
