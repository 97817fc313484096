// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How a run will be done, known before it begins: run and estimate share
// it.
#pragma once

#include "engine/plan/memory_plan.h"
#include "engine/plan/placement.h"
#include "engine/plan/schedule.h"

#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

// What is to be planned.
struct RunQuestion {
    const Settings& settings;
    const LayerChain& chain;
    Size base;                // working size, pixels
    std::vector<Size> styles; // working sizes, pixels
    bool masked = false;      // whether one of the pictures is partly transparent
    bool continues = false;   // the start is a picture that has been worked on at full size already
    int masked_parts = 0;     // parts of the base that have styles, and a mask, of their own
};

struct RunPlan {
    std::vector<Stage> stages; // from the smallest to full size
    Placement placement;
    MemoryPlan memory;         // of the last stage
    std::int64_t peak_mib = 0; // of the process, in all stages

    // Evaluated pixels: of the evaluations of all stages, and of making their targets.
    double work() const;
};

// The plan within the placement's limit, for a process that holds `resident_mib` already; none when
// all need more.
std::optional<RunPlan>
find_run_plan(const RunQuestion& question, const Placement& placement, std::int64_t resident_mib);

// The smallest limit with which there is one, to the next 16 MiB.
std::int64_t least_memory_mib(
    const RunQuestion& question, const Placement& placement, std::int64_t resident_mib);

// As find_run_plan(), but throws Error(memory) when there is none.
RunPlan plan_run(
    const RunQuestion& question, const Placement& placement, std::int64_t resident_mib,
    const std::string& network_name);

// The plan of one of the run's stages. Throws Error(memory).
MemoryPlan plan_stage(
    const RunQuestion& question, const Stage& stage, const Placement& placement,
    std::int64_t resident_mib, const std::string& network_name);

} // namespace style_transfer
