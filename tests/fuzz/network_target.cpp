// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/model/layer_chain.h"
#include "engine/model/project_network.h"
#include "engine/model/safetensors.h"
#include "engine/model/vgg19_network.h"
#include "tests/fuzz/target.h"

#include <cmath>

using namespace style_transfer;
using style_transfer::testing::require;

namespace {

void read_all(const NetworkFile& network) {
    std::vector<std::string> names;
    for (const Layer& layer : network.model.layers)
        if (layer.kind == Layer::Kind::convolution)
            names.push_back(layer.name);
    const Model model = read_layers(network, "input", names, {});
    const LayerChain chain(model.layers);
    require(chain.stride(chain.whole()) > 0);
    require(chain.size() == 0 || chain.field_of_view(chain.size() - 1) > 0);
    for (const Layer& layer : model.layers)
        for (const float weight : layer.weights.kernel)
            require(std::isfinite(weight));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Safetensors tensors =
            Safetensors::parse({reinterpret_cast<const std::byte*>(data), size}, "input");
        if (is_project_network(tensors))
            read_all(project_network(tensors, "input"));
        else if (tensors.contains("block1_conv1.weight"))
            read_all(converted_keras_vgg19(tensors));
        else
            read_all(torchvision_vgg19(tensors));
    } catch (const Error&) {
    }
    return 0;
}
