// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/vgg19_shape.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace style_transfer::bench {

Model vgg19_shape() {
    struct Block {
        int channels, convolutions;
    };
    constexpr Block blocks[] = {{64, 2}, {128, 2}, {256, 4}, {512, 4}, {512, 2}};
    Model model;
    model.name = "VGG19 (random)";
    std::mt19937 generator(1);
    int inputs = 3;
    int block = 0;
    for (const auto& [channels, convolutions] : blocks) {
        if (block++ > 0)
            model.layers.emplace_back().kind = Layer::Kind::max_pool;
        for (int number = 1; number <= convolutions; ++number) {
            Layer& layer = model.layers.emplace_back();
            layer.name = "block" + std::to_string(block) + "_conv" + std::to_string(number);
            layer.weights.input_channels = inputs;
            layer.weights.output_channels = channels;
            layer.weights.kernel.resize(std::size_t(inputs) * std::size_t(channels) * 9);
            layer.weights.bias.resize(std::size_t(channels));
            std::normal_distribution<float> normal(0, std::sqrt(2.0F / float(inputs * 9)));
            std::ranges::generate(layer.weights.kernel, [&] { return normal(generator); });
            inputs = channels;
        }
    }
    return model;
}

} // namespace style_transfer::bench
