// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/objective.h"

#include "engine/network/feature_maps.h"
#include "engine/objective/losses.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace style_transfer {

const std::array<std::string, 5> style_layer_names{
    "block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"};

namespace {

double visible_pixels(const Objective::Target& target, const char* what) {
    const double pixels = target.mask.defined()
                              ? target.mask.sum(at::kDouble).item<double>()
                              : double(target.picture.size(1)) * double(target.picture.size(2));
    if (pixels < 1)
        throw Error(
            ErrorCode::invalid_argument,
            std::string("The ") + what +
                " is completely transparent: there is nothing to work with. Choose another one.");
    return pixels;
}

// Undefined when everything is visible.
at::Tensor weights_of(const Features& weights, const std::string& layer) {
    const auto found = weights.find(layer);
    return found == weights.end() ? at::Tensor() : found->second;
}

bool uses_style_layer(const Settings& settings, int index) {
    return settings.style_weight > 0 && settings.style_layers[index] > 0;
}

// 1 for a network without calibration (VGG19 is its own measure).
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
        ErrorCode::model, "The network " + model.name + " (" + model.file.string() +
                              ") is not calibrated for " + layer + " as " + term +
                              " layer; it is for " + known + ".");
}

// BᵀB of the layer's tap map, in double; undefined without one.
at::Tensor metric_of(const Model& model, const std::string& name, at::Device device) {
    const auto layer = std::ranges::find(model.layers, name, &Layer::name);
    if (layer == model.layers.end() || layer->tap_map.empty())
        return {};
    const auto side = layer->weights.output_channels;
    const at::Tensor map =
        at::tensor(at::ArrayRef<float>(layer->tap_map)).view({side, side}).to(at::kDouble);
    return at::mm(map.t(), map).to(device);
}

// Adds up the Gram matrices of the tapped layers over tiles; `weights` are those of whole maps.
TiledNetwork::Visitor gram_accumulator(Features& grams, const Features& weights) {
    return [&](const std::string& layer, const at::Tensor& features, const Region& place) {
        if (std::ranges::find(style_layer_names, layer) == style_layer_names.end())
            return; // content only
        // Sums of so many products want single precision at least.
        const at::Tensor gram = gram_matrix(
            features.scalar_type() == at::kBFloat16 ? features.to(at::kFloat) : features,
            part_of(weights_of(weights, layer), place));
        const auto [whole, first] = grams.try_emplace(layer, gram);
        if (!first)
            whole->second.add_(gram);
    };
}

Features gram_matrices(
    const TiledNetwork& network, const at::Tensor& picture, const Features& weights,
    const CancellationToken& token) {
    Features grams;
    network.forward(picture, Network::Keep::nothing, gram_accumulator(grams, weights), token);
    return grams;
}

} // namespace

std::vector<std::string> used_layers(const Settings& settings) {
    std::vector<std::string> layers;
    for (int i = 0; i < int(style_layer_names.size()); ++i)
        if (uses_style_layer(settings, i))
            layers.push_back(style_layer_names[i]);
    const bool named = std::ranges::find(layers, settings.content_layer) != layers.end();
    if (settings.content_weight > 0 && !named)
        layers.push_back(settings.content_layer);
    if (layers.empty()) // a network without layers is none; the first one costs next to nothing
        layers.push_back(style_layer_names.front());
    return layers;
}

Objective::Objective(
    const Model& model, const Settings& settings, const Target& base, const Target& style,
    const CancellationToken& token, const TilePlan& base_tiles, const TilePlan& style_tiles,
    bool half_features)
    : device_(base.picture.device()), type_(base.picture.scalar_type()),
      network_(model, half_features ? at::kBFloat16 : type_, base.picture.device()),
      taps_(used_layers(settings)), tiles_(network_, taps_, base_tiles),
      pixels_(visible_pixels(base, "layer")), mask_(base.mask) {
    const double k = double(settings.balance_size) * settings.balance_size / pixels_;
    variation_factor_ = settings.variation_weight * k;
    if (mask_.defined())
        weights_ = network_.visibility(mask_, taps_);

    const double style_pixels = visible_pixels(style, "style");
    const TiledNetwork style_network(network_, taps_, style_tiles);
    const Features style_grams = gram_matrices(
        style_network, style.picture,
        style.mask.defined() ? network_.visibility(style.mask, taps_) : Features{}, token);
    for (int i = 0; i < int(style_layer_names.size()); ++i) {
        if (!uses_style_layer(settings, i))
            continue;
        const std::string& layer = style_layer_names[i];
        style_terms_.push_back({
            i,
            settings.style_weight * settings.style_layers[i] *
                layer_scale(model.style_scale, layer, "style", model),
            style_grams.at(layer).div(style_pixels),
            metric_of(model, layer, base.picture.device()),
        });
    }
    if (settings.content_weight > 0) {
        content_layer_ = settings.content_layer;
        content_factor_ = settings.content_weight * k *
                          layer_scale(model.content_scale, content_layer_, "content", model);
        content_metric_ = metric_of(model, content_layer_, base.picture.device());
        compute_content_target(base.picture, token);
    }
}

void Objective::compute_content_target(const at::Tensor& base, const CancellationToken& token) {
    const int stride = network_.stride_of(network_.range_to({content_layer_}));
    tiles_.forward(
        base, Network::Keep::nothing,
        [&](const std::string& layer, const at::Tensor& features, const Region& place) {
            if (layer != content_layer_)
                return;
            if (!content_target_.defined())
                content_target_ =
                    at::empty(
                        {1, features.size(0), base.size(1) / stride, base.size(2) / stride},
                        features.options(), feature_format)
                        .squeeze(0);
            part_of(content_target_, place).copy_(features);
        },
        token);
}

Losses Objective::evaluate(
    const at::Tensor& picture, at::Tensor& gradient, const CancellationToken& token) const {
    double content = 0;
    std::array<double, 5> style{};
    LossAndGradient variation = variation_loss(picture, variation_factor_, mask_);
    const auto losses = [&] {
        Losses all{{{"content", content}}};
        for (int i = 0; i < int(style.size()); ++i)
            all.terms.push_back({"style/" + style_layer_names[i], style[i]});
        all.terms.push_back({"variation", variation.loss});
        return all;
    };
    gradient = std::move(variation.gradient);
    if (style_terms_.empty() && !content_target_.defined())
        return losses();

    Features grams;
    TiledNetwork::Pass pass = tiles_.forward(
        picture, Network::Keep::activations, gram_accumulator(grams, weights_), token);
    Features matrices; // of the style gradient, by layer
    for (const StyleTerm& term : style_terms_) {
        const std::string& layer = style_layer_names[term.index];
        LossAndGradient part =
            style_loss(grams.at(layer), term.target, pixels_, term.factor, term.metric);
        style[term.index] = part.loss;
        matrices[layer] = std::move(part.gradient);
    }
    tiles_.backward(
        pass, gradient,
        [&](const std::string& layer, const at::Tensor& features, const Region& crop,
            const Region& inner) {
            const at::Tensor weights = part_of(weights_of(weights_, layer), crop);
            at::Tensor own;
            if (const auto matrix = matrices.find(layer); matrix != matrices.end())
                own = style_gradient(
                    features, matrix->second.to(features.scalar_type()),
                    weights.defined() ? weights.to(features.scalar_type()) : weights);
            if (layer == content_layer_) {
                const at::Tensor target = part_of(content_target_, crop);
                LossAndGradient part = content_loss(
                    features.to(type_), target.to(type_), content_factor_, weights, content_metric_,
                    inner.relative_to(crop));
                content += part.loss;
                own = own.defined() ? own.add_(part.gradient)
                                    : part.gradient.to(features.scalar_type());
            }
            return own;
        },
        token);
    return losses();
}

} // namespace style_transfer
