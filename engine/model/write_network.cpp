// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/write_network.h"

#include "engine/model/safetensors_head.h"

#include <charconv>
#include <span>
#include <utility>

namespace style_transfer {

namespace {

// The shortest text that reads back as the same number, whatever the locale.
template <class Number>
std::string text_of(Number number) {
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

// The format's input is blue, green, red, whose places in RGB are 2, 1, 0.
int place_in_format(const InputConvention& input, int channel) {
    return 2 - input.order[channel];
}

std::vector<float> first_kernel(const ConvolutionWeights& weights, const InputConvention& input) {
    constexpr int taps = 9;
    std::vector<float> kernel(weights.kernel.size());
    for (int output = 0; output < weights.output_channels; ++output)
        for (int channel = 0; channel < weights.input_channels; ++channel) {
            const int place = place_in_format(input, channel);
            for (int tap = 0; tap < taps; ++tap)
                kernel[(output * weights.input_channels + place) * taps + tap] =
                    weights.kernel[(output * weights.input_channels + channel) * taps + tap] *
                    input.scale[channel];
        }
    return kernel;
}

std::map<std::string, std::string>
description_of(const Model& model, const std::map<std::string, std::string>& records) {
    std::map<std::string, std::string> metadata = records;
    metadata["format"] = "style-transfer-model";
    metadata["format_version"] = "2";
    metadata["name"] = model.name;
    metadata["activation"] = "relu";
    metadata["input"] = "bgr-0-255-minus-mean";
    std::array<std::string, 3> mean;
    for (int channel = 0; channel < 3; ++channel)
        mean[place_in_format(model.input, channel)] = text_of(model.input.mean[channel]);
    metadata["mean"] = mean[0] + "," + mean[1] + "," + mean[2];
    std::string& layers = metadata["layers"];
    for (const Layer& layer : model.layers)
        layers += (layers.empty() ? "" : ",") +
                  (layer.kind == Layer::Kind::max_pool ? "maxpool" : layer.name);
    for (const auto& [layer, scale] : model.style_scale)
        metadata["style_scale." + layer] = text_of(scale);
    for (const auto& [layer, scale] : model.content_scale)
        metadata["content_scale." + layer] = text_of(scale);
    return metadata;
}

} // namespace

std::string
network_file_content(const Model& model, const std::map<std::string, std::string>& records) {
    std::vector<TensorDescription> tensors;
    std::string numbers;
    const auto add = [&](const std::string& name, std::vector<std::int64_t> shape,
                         const std::vector<float>& values) {
        const auto bytes = std::as_bytes(std::span(values));
        numbers.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        tensors.push_back({name, "F32", std::move(shape), bytes.size()});
    };
    bool first = true;
    for (const Layer& layer : model.layers) {
        if (layer.kind == Layer::Kind::max_pool)
            continue;
        const ConvolutionWeights& weights = layer.weights;
        add(layer.name + ".weight", {weights.output_channels, weights.input_channels, 3, 3},
            std::exchange(first, false) ? first_kernel(weights, model.input) : weights.kernel);
        add(layer.name + ".bias", {weights.output_channels}, weights.bias);
        if (!layer.tap_map.empty())
            add(layer.name + ".map", {weights.output_channels, weights.output_channels},
                layer.tap_map);
    }
    return safetensors_head(description_of(model, records), tensors) + numbers;
}

} // namespace style_transfer
