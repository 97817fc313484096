// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/feature_network.h"

#include "engine/base/error.h"
#include "engine/network/feature_maps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace style_transfer::train {

namespace {

at::Tensor copied(const std::vector<float>& values, at::IntArrayRef shape) {
    return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat).clone();
}

} // namespace

at::Tensor FeatureNetwork::Layer::pre_activation(const at::Tensor& input) const {
    return at::conv2d(input, kernel, bias, 1, 1);
}

at::Tensor FeatureNetwork::Layer::operator()(const at::Tensor& input) const {
    return is_pool() ? at::max_pool2d(input, {2, 2}, {2, 2}) : pre_activation(input).relu_();
}

FeatureNetwork::FeatureNetwork(const InputConvention& input, at::ScalarType type, at::Device device)
    : convention_(input), type_(type), device_(device) {}

FeatureNetwork::FeatureNetwork(const Model& model, at::ScalarType type, at::Device device)
    : FeatureNetwork(model.input, type, device) {
    for (const style_transfer::Layer& layer : model.layers) {
        if (layer.kind == style_transfer::Layer::Kind::max_pool) {
            add_pool();
            continue;
        }
        const ConvolutionWeights& weights = layer.weights;
        add_convolution(
            layer.name,
            copied(weights.kernel, {weights.output_channels, weights.input_channels, 3, 3}),
            copied(weights.bias, {weights.output_channels}));
    }
}

void FeatureNetwork::add_convolution(
    const std::string& name, const at::Tensor& kernel, const at::Tensor& bias) {
    const auto options = at::TensorOptions(device_).dtype(type_);
    layers_.push_back({name, kernel.to(options).contiguous(feature_format), bias.to(options)});
}

const FeatureNetwork::Layer* FeatureNetwork::find(const std::string& name) const {
    const auto found = std::ranges::find(layers_, name, &Layer::name);
    return name.empty() || found == layers_.end() ? nullptr : &*found;
}

at::Tensor FeatureNetwork::input_of(const at::Tensor& pictures) const {
    const auto column = [&](const std::array<float, 3>& values) {
        return at::tensor(at::ArrayRef<float>(values.data(), values.size()))
            .to(device_)
            .view({1, 3, 1, 1});
    };
    const at::Tensor order =
        at::tensor(at::ArrayRef<int>(convention_.order.data(), convention_.order.size()))
            .to(device_);
    const at::Tensor ordered = pictures.to(device_).index_select(1, order);
    return ((ordered - column(convention_.mean)) * column(convention_.scale))
        .to(type_)
        .contiguous(feature_format);
}

BatchFeatures
FeatureNetwork::features(const at::Tensor& pictures, const std::vector<std::string>& taps) const {
    std::size_t missing = taps.size();
    BatchFeatures features;
    at::Tensor current = input_of(pictures);
    for (const Layer& layer : layers_) {
        if (missing == 0)
            break;
        current = layer(current);
        if (!layer.is_pool() && std::ranges::find(taps, layer.name) != taps.end()) {
            features[layer.name] = current.to(at::kFloat);
            --missing;
        }
    }
    if (missing > 0)
        throw Error(ErrorCode::internal, "A network lacks a layer that it is asked for.");
    return features;
}

FeatureNetwork FeatureNetwork::detached() const {
    FeatureNetwork copy = *this;
    copy.replace_weights(
        [](const std::string&, const at::Tensor& value) { return value.detach(); });
    return copy;
}

void FeatureNetwork::replace_weights(const Replacement& replacement) {
    for (Layer& layer : layers_)
        if (!layer.is_pool()) {
            layer.kernel = replacement(layer.name + ".weight", layer.kernel);
            layer.bias = replacement(layer.name + ".bias", layer.bias);
        }
}

at::Tensor gram_matrices(const at::Tensor& features) {
    const auto positions = features.size(2) * features.size(3);
    const at::Tensor rows =
        features.permute({0, 2, 3, 1}).reshape({features.size(0), positions, features.size(1)});
    return at::bmm(rows.transpose(1, 2), rows) / double(positions);
}

at::Tensor rows_of(const at::Tensor& features) {
    return features.permute({0, 2, 3, 1}).reshape({-1, features.size(1)});
}

} // namespace style_transfer::train
