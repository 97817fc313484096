// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/network_layers.h"

namespace style_transfer {

std::vector<NetworkLayer> network_layers(const Model& model) {
    const auto usable = [](const auto& scales, const std::string& name) {
        return scales.empty() || scales.contains(name);
    };
    std::vector<NetworkLayer> layers;
    int block = 1;
    int stride = 1; // pixels of the picture between two values
    int field_of_view = 1;
    for (const Layer& layer : model.layers) {
        if (layer.kind == Layer::Kind::max_pool) {
            field_of_view += stride; // two values wide
            stride *= 2;
            ++block;
            continue;
        }
        field_of_view += 2 * stride; // three values wide
        layers.push_back(
            {layer.name, block, field_of_view, usable(model.style_scale, layer.name),
             usable(model.content_scale, layer.name)});
    }
    return layers;
}

} // namespace style_transfer
