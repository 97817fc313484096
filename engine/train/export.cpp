// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/export.h"

#include "engine/base/error.h"
#include "engine/train/tensor_file.h"

#include <ATen/ops/isfinite.h>

#include <charconv>

namespace style_transfer::train {

namespace {

// The shortest text that reads back as the same number, whatever the locale.
template <class Number>
std::string text_of(Number number) {
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

at::Tensor half(const std::string& name, const at::Tensor& values) {
    const at::Tensor halves = values.detach().to(at::kHalf);
    if (!at::isfinite(halves).all().item<bool>())
        throw Error(
            ErrorCode::internal,
            "The tensor \"" + name +
                "\" holds numbers that are not finite or too large for a network file: the "
                "training has failed. Try a lower --learning-rate.");
    return halves;
}

std::string layer_list(const FeatureNetwork& network) {
    std::string list;
    for (const FeatureNetwork::Layer& layer : network.layers())
        list += (list.empty() ? "" : ",") + (layer.is_pool() ? "maxpool" : layer.name);
    return list;
}

} // namespace

void export_network(
    const std::filesystem::path& file, const NetworkDescription& description,
    const InputConvention& input, const FeatureNetwork& student, const TapMaps& maps,
    const Scales& scales) {
    std::map<std::string, std::string> metadata = description.records;
    metadata["format"] = "style-transfer-model";
    metadata["format_version"] = "2";
    metadata["name"] = description.name;
    metadata["layers"] = layer_list(student);
    metadata["activation"] = "relu";
    metadata["input"] = "bgr-0-255-minus-mean";
    metadata["mean"] =
        text_of(input.mean[0]) + "," + text_of(input.mean[1]) + "," + text_of(input.mean[2]);
    if (!description.licence.empty())
        metadata["licence"] = description.licence;
    for (const auto& [tap, scale] : scales.style)
        metadata["style_scale." + tap] = text_of(scale);
    for (const auto& [tap, scale] : scales.content)
        metadata["content_scale." + tap] = text_of(scale);

    NamedTensors tensors;
    for (const FeatureNetwork::Layer& layer : student.layers()) {
        if (layer.is_pool())
            continue;
        const std::string name = layer.name + ".weight";
        tensors.emplace_back(name, half(name, layer.kernel));
        tensors.emplace_back(layer.name + ".bias", layer.bias);
        if (const auto map = maps.find(layer.name); map != maps.end())
            tensors.emplace_back(
                layer.name + ".map", half(layer.name + ".map", symmetric_root(map->second)));
    }
    write_tensor_file(file, "network", metadata, tensors);
}

} // namespace style_transfer::train
