// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/network.h"

#include "engine/base/translation.h"
#include "engine/network/feature_maps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace style_transfer {

namespace {

at::Tensor as_tensor(const std::vector<float>& values, at::IntArrayRef shape, at::ScalarType type) {
    // from_blob wants a mutable pointer; the copy made by to() leaves the source alone.
    return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat)
        .to(type, /*non_blocking=*/false, /*copy=*/true);
}

at::Tensor channel_column(const std::array<float, 3>& values, at::ScalarType type) {
    return at::tensor(at::ArrayRef<float>(values.data(), values.size())).to(type).view({3, 1, 1});
}

// A picture's 256 levels, and the small steps of an optimiser, need more than bfloat16.
at::ScalarType picture_type(at::ScalarType features) {
    return features == at::kBFloat16 ? at::kFloat : features;
}

} // namespace

Network::Network(const Model& model, at::ScalarType type, at::Device device)
    : chain_(model.layers), order_(model.input.order),
      mean_(channel_column(model.input.mean, picture_type(type)).to(device)),
      scale_(channel_column(model.input.scale, picture_type(type)).to(device)), type_(type) {
    for (const Layer& layer : model.layers) {
        if (layer.kind == Layer::Kind::max_pool) {
            convolutions_.emplace_back();
            continue;
        }
        const ConvolutionWeights& weights = layer.weights;
        const at::Tensor kernel =
            as_tensor(weights.kernel, {weights.output_channels, weights.input_channels, 3, 3}, type)
                .to(device);
        convolutions_.push_back({
            kernel.contiguous(feature_format),
            as_tensor(weights.bias, {weights.output_channels}, type).to(device),
            kernel.flip({2, 3}).transpose(0, 1).contiguous(feature_format),
        });
    }
}

void Network::check_size(const at::Tensor& picture, Range range) const {
    const int least = chain_.stride(range);
    if (picture.size(1) >= least && picture.size(2) >= least)
        return;
    throw Error(
        ErrorCode::invalid_argument,
        formatted(
            _("A picture of %ld×%ld pixels is too small for the network: it needs at least %d "
              "pixels on the shorter side. Choose a larger size."),
            long{picture.size(2)}, long{picture.size(1)}, least));
}

at::Tensor Network::input(const at::Tensor& picture) const {
    const at::Tensor order =
        at::tensor(at::ArrayRef<int>(order_.data(), order_.size())).to(picture.device());
    return picture.index_select(0, order)
        .sub_(mean_)
        .mul_(scale_)
        .to(type_)
        .unsqueeze(0)
        .contiguous(feature_format);
}

at::Tensor Network::picture_gradient(const at::Tensor& input_gradient) const {
    const at::Tensor gradient = input_gradient.squeeze(0).to(scale_.scalar_type()) * scale_;
    at::Tensor rgb = at::empty({3, gradient.size(1), gradient.size(2)}, gradient.options());
    for (int c = 0; c < 3; ++c)
        rgb[order_[c]].copy_(gradient[c]);
    return rgb;
}

Network::Pass Network::forward(
    const at::Tensor& input, Range range, const std::vector<std::string>& taps, Keep keep,
    const Visitor& visitor, const CancellationToken& token) const {
    Pass pass;
    pass.range_ = range;
    pass.taps_ = taps;
    pass.kept_.resize(std::size_t(range.last - range.first));
    const auto kept = [&](int layer) -> Pass::Kept& {
        return pass.kept_[std::size_t(layer - range.first)];
    };
    at::Tensor current = input;
    for (int i = range.first; i < range.last; ++i) {
        token.throw_if_cancelled();
        const std::string& name = chain_[i].name;
        const bool tapped = std::ranges::find(taps, name) != taps.end();
        bool of_relu = false;
        if (!chain_.is_pool(i)) {
            const Convolution& convolution = convolutions_[std::size_t(i)];
            current = at::conv2d(current, convolution.kernel, convolution.bias, 1, 1);
            of_relu = chain_.fused(i, range, tapped);
            if (!of_relu) {
                current.relu_();
                if (keep == Keep::activations)
                    kept(i).activation = tapped ? current : current.gt(0);
                if (tapped)
                    visitor(name, current.squeeze(0));
                continue;
            }
            ++i;
        }
        Pooled pooled = of_relu ? max_pool_of_relu(current) : max_pool(current);
        if (keep == Keep::activations)
            kept(i) = {{}, pooled.origins, current.size(2), current.size(3)};
        current = std::move(pooled.maxima);
    }
    const bool is_features = range.last > range.first && !chain_.is_pool(range.last - 1);
    if (keep == Keep::nothing || !is_features)
        pass.output = std::move(current);
    return pass;
}

at::Tensor Network::backward(
    Pass& pass, at::Tensor gradient, const TapGradient& tap_gradient,
    const CancellationToken& token) const {
    for (int i = pass.range_.last - 1; i >= pass.range_.first; --i, pass.kept_.pop_back()) {
        token.throw_if_cancelled();
        Pass::Kept& kept = pass.kept_.back();
        if (chain_.is_pool(i)) {
            if (gradient.defined())
                gradient = pool_gradient(gradient, kept.origins, kept.height, kept.width);
            continue;
        }
        at::Tensor own;
        if (std::ranges::find(pass.taps_, chain_[i].name) != pass.taps_.end()) {
            own = tap_gradient(chain_[i].name, kept.activation.squeeze(0));
            if (own.defined())
                own = as_batch(own);
        }
        if (!gradient.defined())
            std::swap(gradient, own);
        if (!gradient.defined())
            continue;
        if (kept.activation.defined()) // else the pool's origins have said where ReLU was positive
            relu_gradient_(gradient, own, kept.activation);
        own.reset();
        kept.activation.reset();
        gradient = at::conv2d(
            gradient, convolutions_[std::size_t(i)].backward_kernel,
            /*bias=*/{}, 1, 1);
    }
    return gradient;
}

Features Network::features(
    const at::Tensor& picture, const std::vector<std::string>& taps,
    const CancellationToken& token) const {
    const Range range = chain_.range_to(taps);
    check_size(picture, range);
    Features features;
    forward(
        input(picture), range, taps, Keep::nothing,
        [&](const std::string& layer, const at::Tensor& maps) { features[layer] = maps; }, token);
    return features;
}

Features Network::visibility(const at::Tensor& mask, const std::vector<std::string>& taps) const {
    const Range range = chain_.range_to(taps);
    Features weights;
    at::Tensor current = mask.unsqueeze(0).unsqueeze(0);
    for (int i = range.first; i < range.last; ++i) {
        if (chain_.is_pool(i))
            current = at::avg_pool2d(current, {2, 2}, {2, 2});
        else if (std::ranges::find(taps, chain_[i].name) != taps.end())
            weights[chain_[i].name] = current.squeeze(0).squeeze(0);
    }
    return weights;
}

} // namespace style_transfer
