// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/network_answer.h"

#include "engine/base/error.h"
#include "engine/model/safetensors_head.h"
#include "engine/model/vgg19_network.h"
#include "engine/reader/keras_hdf5.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace style_transfer {

namespace {

// In front of each sentence; whoever asked knows the file's name.
constexpr const char* file_name = "network";

Model read_model(std::span<const std::byte> file, const std::vector<std::string>& wanted_layers) {
    const KerasHdf5 keras = KerasHdf5::open(file, file_name);
    NetworkFile network;
    network.model = keras_vgg19();
    network.kernel_layout = KernelLayout::hwio;
    network.kernel = [&keras](const std::string& layer) { return keras.kernel(layer); };
    network.bias = [&keras](const std::string& layer) { return keras.bias(layer); };
    return read_layers(network, file_name, wanted_layers, {});
}

std::string problem_of(const Error& error) {
    std::string problem = error.what();
    if (const std::string prefix = std::string(file_name) + ": "; problem.starts_with(prefix))
        problem.erase(0, prefix.size());
    if (problem.ends_with('.'))
        problem.pop_back();
    return problem;
}

void hand_over(const Model& model, AnswerWriter& answer) {
    std::vector<TensorDescription> tensors;
    std::vector<std::span<const std::byte>> data;
    std::uint64_t size = 0;
    const auto add = [&](const std::string& name, const std::vector<float>& numbers,
                         std::vector<std::int64_t> shape) {
        data.push_back(std::as_bytes(std::span(numbers)));
        size += data.back().size();
        tensors.push_back({name, "F32", std::move(shape), data.back().size()});
    };
    for (const Layer& layer : model.layers)
        if (layer.kind == Layer::Kind::convolution) {
            const ConvolutionWeights& weights = layer.weights;
            add(layer.name + ".weight", weights.kernel,
                {weights.output_channels, weights.input_channels, 3, 3});
            add(layer.name + ".bias", weights.bias, {weights.output_channels});
        }
    const std::string head = safetensors_head({}, tensors);
    std::byte* to = answer.make_room(head.size() + size).data();
    to = std::ranges::copy(std::as_bytes(std::span(head)), to).out;
    for (const std::span<const std::byte> numbers : data)
        to = std::ranges::copy(numbers, to).out;
}

} // namespace

void read_keras_network(
    std::span<const std::byte> file, const std::vector<std::string>& wanted_layers,
    AnswerWriter& answer) {
    try {
        hand_over(read_model(file, wanted_layers), answer);
    } catch (const Error& error) {
        throw std::runtime_error(problem_of(error));
    }
    answer.complete();
}

} // namespace style_transfer
