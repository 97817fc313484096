// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/feature_rows.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace style_transfer {

at::Tensor as_rows(const at::Tensor& features) {
    return features.permute({1, 2, 0}).reshape({-1, features.size(0)});
}

at::Tensor as_maps(const at::Tensor& rows, const at::Tensor& like) {
    return rows.view({like.size(1), like.size(2), like.size(0)}).permute({2, 0, 1});
}

at::Tensor weighted(const at::Tensor& rows, const at::Tensor& weights) {
    return weights.defined() ? rows * weights.reshape({-1, 1}) : rows;
}

double sum_of_squares(const at::Tensor& values) {
    return values.square().sum(at::kDouble).item<double>();
}

at::Tensor map_of(const Model& model, const std::string& name, at::Device device) {
    const auto layer = std::ranges::find(model.layers, name, &Layer::name);
    if (layer == model.layers.end() || layer->tap_map.empty())
        return {};
    const auto side = layer->weights.output_channels;
    return at::tensor(at::ArrayRef<float>(layer->tap_map))
        .view({side, side})
        .to(at::kDouble)
        .to(device);
}

at::Tensor metric_of(const Model& model, const std::string& name, at::Device device) {
    const at::Tensor map = map_of(model, name, device);
    return map.defined() ? at::mm(map.t(), map) : map;
}

double layer_scale(
    const std::map<std::string, double>& scales, const std::string& layer, const char* term,
    const Model& model) {
    if (scales.empty())
        return 1;
    if (const auto scale = scales.find(layer); scale != scales.end())
        return scale->second;
    std::string known;
    for (const auto& [name, scale] : scales)
        known += (known.empty() ? "" : ", ") + name;
    throw Error(
        ErrorCode::model,
        // TRANSLATORS: its name, its file, a layer, "style" or "content", and other layers.
        formatted(
            _("The network %s (%s) is not calibrated for %s as %s layer; it is for %s."),
            model.name.c_str(), model.file.c_str(), layer.c_str(), _(term), known.c_str()));
}

} // namespace style_transfer
