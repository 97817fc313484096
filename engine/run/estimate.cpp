// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/estimate.h"

#include "engine/base/machine.h"
#include "engine/network/tensor_memory.h"
#include "engine/objective/objective.h"
#include "engine/plan/memory_plan.h"
#include "engine/plan/placement.h"
#include "engine/plan/schedule.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace style_transfer {

namespace {

// Small enough to take a moment, large enough to keep all cores busy.
constexpr int measured_side = 192; // pixels

struct Known {
    Model shape;                  // without weights
    double seconds_per_pixel = 0; // of one evaluation
};

double measure(const Model& model, const Settings& settings, at::ScalarType features) {
    at::set_num_threads(settings.threads > 0 ? settings.threads : usable_cores());
    const at::Tensor picture = at::rand({3, measured_side, measured_side}) * 255;
    const Objective objective(
        model, settings, {picture, {}}, {picture, {}}, {}, {}, {}, features == at::kBFloat16);
    const TensorMemory tensors(256 << 20); // as a run has it
    at::Tensor gradient;
    objective.evaluate(picture, gradient, {}); // the first one is slower
    const auto begin = std::chrono::steady_clock::now();
    objective.evaluate(picture, gradient, {});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    return took.count() / (measured_side * measured_side);
}

Known known_of(const Settings& settings, at::ScalarType features) {
    static std::mutex mutex;
    static std::map<std::string, Known> all;
    const auto file = find_model(settings.model);
    const auto layers = used_layers(settings);
    std::string key = file.string() + '\n' + std::to_string(settings.threads) + ' ' +
                      std::to_string(int(features));
    for (const std::string& layer : layers)
        key += ' ' + layer;
    const std::lock_guard lock(mutex);
    const auto found = all.find(key);
    if (found != all.end())
        return found->second;
    Known known{load_model(file, layers), 0};
    known.seconds_per_pixel = measure(known.shape, settings, features);
    for (Layer& layer : known.shape.layers) {
        layer.weights.kernel = {};
        layer.weights.bias = {};
    }
    return all.emplace(std::move(key), std::move(known)).first->second;
}

} // namespace

Estimate estimate(const Settings& settings, Size base, Size style) {
    validate(settings);
    const std::vector<Placement> all = placements(settings);
    const Known known = known_of(settings, all.back().features);

    // What is reported of start and result is in single precision, whatever the rest is.
    MemoryRequest request = memory_request(settings, base, style);
    request.resident_mib = resident_memory_mib();
    Estimate estimate;
    estimate.least_mib = least_memory_mib(known.shape, request);
    const auto plan = find_plan(known.shape, request, all.back().limit_mib);
    estimate.fits = plan.has_value();
    if (!plan)
        return estimate;
    estimate.peak_mib = plan->peak_mib;
    estimate.tile_side = int(plan->tile_side());
    if (all.size() == 1) {
        const std::vector<Stage> stages = stages_for(settings, base, style);
        // The targets are half an evaluation each.
        double pixels = double(base.width) * base.height;
        for (const Stage& stage : stages)
            pixels += stage.work();
        estimate.seconds = known.seconds_per_pixel * pixels * plan->work;
    }
    return estimate;
}

} // namespace style_transfer
