// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A chain of convolutions and pools that libtorch can differentiate with
// respect to the weights: teacher and student of a training. (engine/network/ differentiates with
// respect to the picture only, and faster.)
#pragma once

#include "engine/model/model.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace style_transfer::train {

// Feature maps after ReLU, [pictures, channels, height, width].
using BatchFeatures = std::map<std::string, at::Tensor>;

class FeatureNetwork {
  public:
    struct Layer {
        std::string name;  // empty: a 2×2 pool
        at::Tensor kernel; // OIHW
        at::Tensor bias;   // O

        bool is_pool() const { return name.empty(); }
        at::Tensor pre_activation(const at::Tensor& input) const; // convolutions only
        at::Tensor operator()(const at::Tensor& input) const;
    };

    // Without layers.
    FeatureNetwork(const InputConvention& input, at::ScalarType type, at::Device device);
    // With the model's layers, copied.
    FeatureNetwork(const Model& model, at::ScalarType type, at::Device device);

    void add_pool() { layers_.push_back({}); }
    // Copies nothing when the tensors have type, device and order already.
    void add_convolution(const std::string& name, const at::Tensor& kernel, const at::Tensor& bias);

    const std::vector<Layer>& layers() const { return layers_; }
    at::ScalarType type() const { return type_; }
    at::Device device() const { return device_; }
    // Null when there is no such convolution.
    const Layer* find(const std::string& name) const;

    // `pictures` are [pictures, 3, height, width], RGB 0–255, on any device.
    at::Tensor input_of(const at::Tensor& pictures) const;
    // In single precision, whatever the network's type; up to the deepest tap.
    BatchFeatures features(const at::Tensor& pictures, const std::vector<std::string>& taps) const;

    // The same values; gradients do not reach this network's weights through it.
    FeatureNetwork detached() const;

    // Every kernel and bias becomes what `replacement` returns for its name ("LAYER.weight",
    // "LAYER.bias") and value.
    using Replacement = std::function<at::Tensor(const std::string&, const at::Tensor&)>;
    void replace_weights(const Replacement& replacement);

  private:
    InputConvention convention_;
    at::ScalarType type_;
    at::Device device_;
    std::vector<Layer> layers_;
};

// [pictures, channels, channels]: means over positions, not sums.
at::Tensor gram_matrices(const at::Tensor& features);

// One row for each position of each picture: [pictures · height · width, channels].
at::Tensor rows_of(const at::Tensor& features);

} // namespace style_transfer::train
