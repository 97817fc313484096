// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/run_network.h"

#include "engine/objective/objective.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace style_transfer {

namespace {

bool has_released_weights(const Model& model) {
    return std::ranges::any_of(model.layers, [](const Layer& layer) {
        return layer.kind == Layer::Kind::convolution && layer.weights.kernel.empty();
    });
}

} // namespace

RunNetwork
RunNetwork::of(const Settings& settings, RunNetwork kept, const CancellationToken& token) {
    validate(settings);
    const std::filesystem::path file = find_model(settings.model);
    std::vector<std::string> layers =
        used_layers(settings, LayerChain(describe_network(file).layers));
    if (kept.model.file == file && kept.wanted_layers == layers)
        return kept;
    RunNetwork network;
    network.model = load_model(file, layers, token);
    network.wanted_layers = std::move(layers);
    network.chain = LayerChain(network.model.layers);
    return network;
}

const std::shared_ptr<const Network>&
RunNetwork::in(at::ScalarType features, at::Device device, const CancellationToken& token) {
    auto& network = ready[features];
    if (!network) {
        if (has_released_weights(model))
            model = load_model(model.file, wanted_layers, token);
        network = std::make_shared<Network>(model, features, device);
    }
    return network;
}

void RunNetwork::release_weights() {
    for (Layer& layer : model.layers) {
        layer.weights.kernel = {};
        layer.weights.bias = {};
    }
}

} // namespace style_transfer
