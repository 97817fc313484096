// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/network_layers.h"

#include "engine/model/layer_chain.h"

namespace style_transfer {

std::vector<NetworkLayer> network_layers(const Model& model) {
    const auto usable = [](const auto& scales, const std::string& name) {
        return scales.empty() || scales.contains(name);
    };
    const LayerChain chain(model.layers);
    std::vector<NetworkLayer> layers;
    for (int i = 0; i < chain.size(); ++i)
        if (!chain.is_pool(i))
            layers.push_back(
                {chain[i].name, chain.block_of(i), chain.field_of_view(i),
                 usable(model.style_scale, chain[i].name),
                 usable(model.content_scale, chain[i].name)});
    return layers;
}

} // namespace style_transfer
