// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/run_plan.h"

#include "engine/objective/term_kinds.h"

namespace style_transfer {

namespace {

std::vector<Stage> sizes_of(const RunQuestion& question) {
    if (!question.continues)
        return stages_for(question.settings, question.base, question.style);
    const int evaluations = evaluation_budget(question.settings);
    if (question.settings.method == Method::gram)
        return {{question.base, question.style, evaluations}};
    Stage full =
        matching_stages(question.base, question.style, 1, question.settings.stroke_scale).back();
    full.evaluations = evaluations;
    return {full};
}

std::vector<Stage> stages_of(const RunQuestion& question) {
    std::vector<Stage> stages = sizes_of(question);
    const double all = question.chain.work(question.chain.whole());
    for (Stage& stage : stages) {
        const auto layers = term_demand({question.settings, question.chain, stage.base, stage.style,
                                         4, false, stage.deepest_block})
                                .layers();
        if (all > 0)
            stage.cost = question.chain.work(question.chain.range_to(layers)) / all;
    }
    return stages;
}

MemoryRequest stage_request(
    const RunQuestion& question, const Stage& stage, const Placement& placement,
    std::int64_t resident_mib) {
    MemoryRequest request = memory_request({
        question.settings,
        question.chain,
        stage.worked_base(),
        stage.worked_style(),
        int(at::elementSize(placement.features)),
        question.masked,
        stage.deepest_block,
    });
    request.margin = stage.margin;
    request.resident_mib = resident_mib;
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
    const auto memory = find_plan(
        stage_request(question, plan.stages.back(), placement, resident_mib), placement.limit_mib);
    if (!memory)
        return std::nullopt;
    plan.memory = *memory;
    return plan;
}

std::int64_t least_memory_mib(
    const RunQuestion& question, const Placement& placement, std::int64_t resident_mib) {
    return least_memory_mib(
        stage_request(question, stages_of(question).back(), placement, resident_mib));
}

RunPlan plan_run(
    const RunQuestion& question, const Placement& placement, std::int64_t resident_mib,
    const std::string& network_name) {
    RunPlan plan{stages_of(question), placement, {}};
    plan.memory =
        plan_stage(question, plan.stages.back(), placement, resident_mib, 0, network_name);
    return plan;
}

MemoryPlan plan_stage(
    const RunQuestion& question, const Stage& stage, const Placement& placement,
    std::int64_t resident_mib, double held_bytes, const std::string& network_name) {
    return plan_memory(
        stage_request(question, stage, placement, resident_mib + (std::int64_t(held_bytes) >> 20)),
        placement.limit_mib, network_name);
}

} // namespace style_transfer
