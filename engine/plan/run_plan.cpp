// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/run_plan.h"

#include "engine/base/machine.h"
#include "engine/objective/term_kinds.h"

#include <algorithm>
#include <utility>

namespace style_transfer {

namespace {

// What is shown, the base beneath it, and what lies between the two sizes.
constexpr double pictures_held = 3;

std::vector<Stage> sizes_of(const RunQuestion& question) {
    if (!question.continues)
        return stages_for(question.settings, question.base, question.styles);
    const int evaluations = evaluation_budget(question.settings);
    if (question.settings.method == Method::gram)
        return {{question.base, question.styles, evaluations}};
    Stage full =
        matching_stages(question.base, question.styles, 1, question.settings.stroke_scale).back();
    full.evaluations = evaluations;
    return {full};
}

std::vector<Stage> stages_of(const RunQuestion& question) {
    std::vector<Stage> stages = sizes_of(question);
    const double all = question.chain.work(question.chain.whole());
    for (Stage& stage : stages) {
        const auto layers = term_demand({question.settings, question.chain, stage.base,
                                         stage.styles, 4, false, stage.deepest_block})
                                .layers();
        if (all > 0)
            stage.cost = question.chain.work(question.chain.range_to(layers)) / all;
    }
    return stages;
}

// Of its kernels, oneDNN keeps one for each shape of map; one for AMX takes 1.6 MiB: measured. They
// are there as well while a run measures its losses in single precision.
std::int64_t kernels_mib(const Settings& settings) {
    return settings.precision != Precision::fp32 && has_tile_products() ? 208 : 0;
}

MemoryRequest stage_request(
    const RunQuestion& question, const Stage& stage, const Placement& placement,
    std::int64_t resident_mib) {
    std::vector<Size> styles;
    styles.reserve(stage.styles.size());
    for (const Size& style : stage.styles)
        styles.push_back(stage.worked(style));
    MemoryRequest request = memory_request({
        question.settings,
        question.chain,
        stage.worked(stage.base),
        std::move(styles),
        int(at::elementSize(placement.features)),
        question.masked,
        stage.deepest_block,
        question.masked_parts,
    });
    request.margin = stage.margin;
    // Beside a stage that is not the last, pictures of full size stand by.
    const double full = double(question.base.width) * question.base.height;
    const double held = stage.base == question.base ? 0 : pictures_held * 3 * sizeof(float) * full;
    request.resident_mib =
        resident_mib + kernels_mib(question.settings) + (std::int64_t(held) >> 20);
    return request;
}

} // namespace

double RunPlan::work() const {
    double work = 0;
    for (const Stage& stage : stages)
        work += stage.work();
    return work;
}

std::optional<RunPlan>
find_run_plan(const RunQuestion& question, const Placement& placement, std::int64_t resident_mib) {
    RunPlan plan{stages_of(question), placement, {}};
    for (const Stage& stage : plan.stages) {
        const auto memory =
            find_plan(stage_request(question, stage, placement, resident_mib), placement.limit_mib);
        if (!memory)
            return std::nullopt;
        plan.memory = *memory;
        plan.peak_mib = std::max(plan.peak_mib, memory->peak_mib);
    }
    return plan;
}

std::int64_t least_memory_mib(
    const RunQuestion& question, const Placement& placement, std::int64_t resident_mib) {
    std::int64_t least = 0;
    for (const Stage& stage : stages_of(question))
        least = std::max(
            least, least_memory_mib(stage_request(question, stage, placement, resident_mib)));
    return least;
}

RunPlan plan_run(
    const RunQuestion& question, const Placement& placement, std::int64_t resident_mib,
    const std::string& network_name) {
    if (auto plan = find_run_plan(question, placement, resident_mib))
        return *std::move(plan);
    throw too_little_memory(
        question.base, least_memory_mib(question, placement, resident_mib), placement.limit_mib,
        network_name);
}

MemoryPlan plan_stage(
    const RunQuestion& question, const Stage& stage, const Placement& placement,
    std::int64_t resident_mib, const std::string& network_name) {
    return plan_memory(
        stage_request(question, stage, placement, resident_mib), placement.limit_mib, network_name);
}

} // namespace style_transfer
