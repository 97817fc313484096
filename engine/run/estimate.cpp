// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/estimate.h"

#include "engine/base/machine.h"
#include "engine/network/tensor_memory.h"
#include "engine/objective/objective.h"
#include "engine/plan/run_plan.h"

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
    std::string name; // of the network
    LayerChain chain;
    double seconds_per_pixel = 0; // of one evaluation
};

double measure(const Model& model, const Settings& settings, at::ScalarType features) {
    at::set_num_threads(settings.threads > 0 ? settings.threads : usable_cores());
    const at::Tensor picture = at::rand({3, measured_side, measured_side}) * 255;
    const VisiblePicture whole{picture, {}};
    const Objective objective(
        std::make_shared<Network>(model, features), model, settings, whole, {{{}, {{whole}}}}, {});
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
    const auto layers = used_layers(settings, LayerChain(describe_network(file).layers));
    std::string key = file.string() + '\n' + std::to_string(settings.threads) + ' ' +
                      std::to_string(int(features)) + ' ' + std::to_string(int(settings.method));
    for (const std::string& layer : layers)
        key += ' ' + layer;
    const std::lock_guard lock(mutex);
    const auto found = all.find(key);
    if (found != all.end())
        return found->second;
    const Model model = load_model(file, layers);
    Known known{model.name, LayerChain(model.layers), measure(model, settings, features)};
    return all.emplace(std::move(key), std::move(known)).first->second;
}

} // namespace

Estimate
estimate(const Settings& settings, Size base, const std::vector<Size>& styles, int masked_parts) {
    validate(settings);
    const std::vector<Placement> all = placements(settings);
    const Known known = known_of(settings, all.back().features);
    const RunQuestion question{settings, known.chain, base, styles, false, false, masked_parts};

    // What is reported of start and result is in single precision, whatever the rest is.
    Placement exact = all.back();
    exact.features = at::kFloat;
    const auto plan = find_run_plan(question, exact, resident_memory_mib());
    Estimate estimate;
    estimate.least_mib = least_memory_mib(question, exact, resident_memory_mib());
    estimate.fits = plan.has_value();
    if (!plan)
        return estimate;
    estimate.peak_mib = plan->peak_mib;
    estimate.tile_side = int(plan->memory.tile_side());
    if (all.size() == 1)
        estimate.seconds = known.seconds_per_pixel * plan->work() * plan->memory.work;
    return estimate;
}

} // namespace style_transfer
