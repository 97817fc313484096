// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/convolution.h"
#include "engine/model/network_file.h"

#include <algorithm>

namespace style_transfer {

namespace {

std::string layer_names(const std::vector<Layer>& layers) {
    std::string names;
    for (const Layer& layer : layers)
        if (layer.kind == Layer::Kind::convolution)
            names += (names.empty() ? "" : ", ") + in_quotes(layer.name);
    return names.empty() ? "none" : names;
}

} // namespace

std::size_t layers_needed(
    const Model& model, const std::filesystem::path& file,
    const std::vector<std::string>& wanted_layers) {
    std::size_t needed = 0;
    for (const std::string& wanted : wanted_layers) {
        const auto found =
            std::find_if(model.layers.begin(), model.layers.end(), [&](const Layer& layer) {
                return layer.kind == Layer::Kind::convolution && layer.name == wanted;
            });
        if (found == model.layers.end())
            refuse(
                file, "there is no layer " + in_quotes(wanted) + " in " + in_quotes(model.name) +
                          "; its layers are " + layer_names(model.layers) + ".");
        needed = std::max(needed, std::size_t(found - model.layers.begin()) + 1);
    }
    return needed;
}

Model read_layers(
    const NetworkFile& network, const std::filesystem::path& file,
    const std::vector<std::string>& wanted_layers, const CancellationToken& token) {
    Model model = network.model;
    model.layers.resize(layers_needed(model, file, wanted_layers));
    int channels = 3;
    std::string source = "the picture";
    for (Layer& layer : model.layers) {
        if (layer.kind != Layer::Kind::convolution)
            continue;
        token.throw_if_cancelled();
        layer.weights = read_convolution(network, file, layer.name, channels, source);
        channels = layer.weights.output_channels;
        layer.tap_map = read_tap_map(network, file, layer.name, channels);
        source = "layer " + in_quotes(layer.name);
    }
    return model;
}

} // namespace style_transfer
