// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/network.h"

#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/max_pool2d_with_indices.h>
#include <ATen/ops/max_pool2d_with_indices_backward.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/threshold_backward.h>

#include <algorithm>

namespace style_transfer {

namespace {

// Everything that flows through the network is [1, channels, height, width] with channels
// innermost in memory: oneDNN is up to 1.8 times faster on it than on planes, and the Gram matrix
// reads it without a copy.
constexpr auto memory_format = at::MemoryFormat::ChannelsLast;

at::Tensor as_tensor(const std::vector<float>& values, at::IntArrayRef shape, at::ScalarType type) {
    // from_blob wants a mutable pointer; the copy made by to() leaves the source alone.
    return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat)
        .to(type, /*non_blocking=*/false, /*copy=*/true);
}

at::Tensor channel_column(const std::array<float, 3>& values, at::ScalarType type) {
    return at::tensor(at::ArrayRef<float>(values.data(), values.size())).to(type).view({3, 1, 1});
}

} // namespace

Network::Network(const Model& model, at::ScalarType type)
    : order_(model.input.order), mean_(channel_column(model.input.mean, type)),
      scale_(channel_column(model.input.scale, type)), type_(type) {
    for (const Layer& layer : model.layers) {
        if (layer.kind == Layer::Kind::max_pool) {
            steps_.push_back({});
            continue;
        }
        const ConvolutionWeights& weights = layer.weights;
        const at::Tensor kernel = as_tensor(
            weights.kernel, {weights.output_channels, weights.input_channels, 3, 3}, type);
        steps_.push_back({layer.name, int(convolutions_.size())});
        convolutions_.push_back({
            kernel.contiguous(memory_format),
            as_tensor(weights.bias, {weights.output_channels}, type),
            kernel.flip({2, 3}).transpose(0, 1).contiguous(memory_format),
        });
    }
}

int Network::deepest_step(const std::vector<std::string>& taps) const {
    int deepest = -1;
    for (const std::string& tap : taps) {
        const auto step = std::ranges::find(steps_, tap, &Step::name);
        if (step == steps_.end())
            throw Error(ErrorCode::model, "The network has no layer named " + tap + ".");
        deepest = std::max(deepest, int(step - steps_.begin()));
    }
    return deepest;
}

int Network::minimum_side() const {
    int side = 1;
    for (const Step& step : steps_)
        side *= step.convolution < 0 ? 2 : 1;
    return side;
}

at::Tensor Network::network_input(const at::Tensor& picture) const {
    const at::Tensor order = at::tensor(at::ArrayRef<int>(order_.data(), order_.size()));
    return picture.index_select(0, order).sub_(mean_).mul_(scale_).unsqueeze(0).contiguous(
        memory_format);
}

Features Network::run(
    const at::Tensor& picture, const std::vector<std::string>& taps, const CancellationToken& token,
    Pass* pass) const {
    const int deepest = deepest_step(taps);
    Features features;
    at::Tensor current = network_input(picture);
    for (int i = 0; i <= deepest; ++i) {
        token.throw_if_cancelled();
        const Step& step = steps_[i];
        if (step.convolution < 0) {
            if (current.size(2) < 2 || current.size(3) < 2)
                throw Error(
                    ErrorCode::invalid_argument,
                    "A picture of " + std::to_string(picture.size(2)) + "×" +
                        std::to_string(picture.size(1)) +
                        " pixels is too small for the network: it needs at least " +
                        std::to_string(minimum_side()) +
                        " pixels on the shorter side. Choose a larger size.");
            auto [output, indices] = at::max_pool2d_with_indices(current, {2, 2}, {2, 2});
            if (pass)
                pass->kept_.push_back({current, indices});
            current = output;
        } else {
            const Convolution& convolution = convolutions_[step.convolution];
            current = at::conv2d(current, convolution.kernel, convolution.bias, 1, 1).relu_();
            if (pass)
                pass->kept_.push_back({current, {}});
            if (std::ranges::find(taps, step.name) != taps.end())
                features[step.name] = current.squeeze(0);
        }
    }
    return features;
}

Features Network::features(
    const at::Tensor& picture, const std::vector<std::string>& taps,
    const CancellationToken& token) const {
    return run(picture, taps, token, nullptr);
}

Features Network::visibility(const at::Tensor& mask, const std::vector<std::string>& taps) const {
    const int deepest = deepest_step(taps);
    Features weights;
    at::Tensor current = mask.unsqueeze(0).unsqueeze(0);
    for (int i = 0; i <= deepest; ++i) {
        const Step& step = steps_[i];
        if (step.convolution < 0)
            current = at::avg_pool2d(current, {2, 2}, {2, 2});
        else if (std::ranges::find(taps, step.name) != taps.end())
            weights[step.name] = current.squeeze(0).squeeze(0);
    }
    return weights;
}

Network::Pass Network::forward(
    const at::Tensor& picture, const std::vector<std::string>& taps,
    const CancellationToken& token) const {
    Pass pass;
    pass.features_ = run(picture, taps, token, &pass);
    return pass;
}

at::Tensor
Network::backward(Pass& pass, Features feature_gradients, const CancellationToken& token) const {
    pass.features_.clear();
    at::Tensor gradient; // with respect to the output of the step at hand
    for (int i = int(pass.kept_.size()) - 1; i >= 0; --i, pass.kept_.pop_back()) {
        token.throw_if_cancelled();
        const Step& step = steps_[i];
        const Pass::Kept& kept = pass.kept_[i];
        if (step.convolution < 0) {
            gradient = at::max_pool2d_with_indices_backward(
                gradient, kept.activation, {2, 2}, {2, 2}, {0, 0}, {1, 1}, false,
                kept.pool_indices);
            continue;
        }
        if (auto tapped = feature_gradients.extract(step.name); !tapped.empty()) {
            const at::Tensor own = tapped.mapped().unsqueeze(0);
            gradient = gradient.defined() ? gradient.add_(own) : own;
        }
        gradient = at::threshold_backward(gradient, kept.activation, 0);
        gradient = at::conv2d(
            gradient, convolutions_[step.convolution].backward_kernel, /*bias=*/{}, 1, 1);
    }
    gradient = gradient.squeeze(0).mul_(scale_);
    at::Tensor rgb = at::empty({3, gradient.size(1), gradient.size(2)}, gradient.options());
    for (int c = 0; c < 3; ++c)
        rgb[order_[c]].copy_(gradient[c]);
    return rgb;
}

} // namespace style_transfer
