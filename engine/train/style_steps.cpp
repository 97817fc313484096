// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/style_steps.h"

#include "engine/objective/gram_term.h"
#include "engine/objective/variation_term.h"
#include "engine/optimiser/lbfgs.h"
#include "engine/settings/settings.h"

#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <vector>

namespace style_transfer::train {

namespace {

double pixels_of(const at::Tensor& pictures) {
    return double(pictures.size(2) * pictures.size(3));
}

bool is_style_layer(const std::string& tap) {
    return std::ranges::find(style_layer_names, tap) != style_layer_names.end();
}

// Style and content; the variation needs no network.
at::Tensor
network_loss(const at::Tensor& picture, const Stylist& stylist, const Targets& targets, double k) {
    const Settings settings = published_settings();
    std::vector<std::string> taps;
    for (const auto& [tap, gram] : targets.style)
        taps.push_back(tap);
    const auto content = targets.content.find(settings.content_layer);
    if (content != targets.content.end())
        taps.push_back(content->first);
    const BatchFeatures features = stylist.network.features(picture, taps);
    StyleGrams found = style_grams(features, pixels_of(picture)), wanted = targets.style;
    if (stylist.maps) {
        found = mapped_grams(*stylist.maps, found);
        wanted = mapped_grams(*stylist.maps, wanted);
    }
    at::Tensor loss = style_distances(found, wanted).sum();
    if (content != targets.content.end()) {
        at::Tensor difference = features.at(content->first) - content->second;
        if (stylist.maps)
            difference = mapped(stylist.maps->at(content->first), difference);
        loss = loss + difference.square().sum() * (settings.content_weight * k);
    }
    return loss;
}

} // namespace

std::vector<std::string> style_taps(const std::vector<std::string>& taps) {
    std::vector<std::string> style;
    std::ranges::copy_if(taps, std::back_inserter(style), is_style_layer);
    return style;
}

double style_factor(const std::string& tap) {
    const auto found = std::ranges::find(style_layer_names, tap);
    const Settings settings = published_settings();
    return settings.style_weight *
           settings.style_layers.at(std::size_t(found - style_layer_names.begin())) /
           gram_loss_divisor;
}

StyleGrams style_grams(const BatchFeatures& features, double pixels) {
    StyleGrams grams;
    for (const auto& [tap, maps] : features)
        if (is_style_layer(tap))
            grams[tap] = gram_matrices(maps) * (pixels_of(maps) / pixels);
    return grams;
}

StyleGrams style_grams(
    const FeatureNetwork& network, const at::Tensor& pictures,
    const std::vector<std::string>& taps) {
    return style_grams(network.features(pictures, style_taps(taps)), pixels_of(pictures));
}

StyleGrams mapped_grams(const TapMaps& maps, const StyleGrams& grams) {
    StyleGrams mapped;
    for (const auto& [tap, gram] : grams)
        mapped[tap] = mapped_grams(maps.at(tap), gram);
    return mapped;
}

at::Tensor style_distances(const StyleGrams& found, const StyleGrams& wanted) {
    at::Tensor sum;
    for (const auto& [tap, gram] : found) {
        const auto target = wanted.find(tap);
        if (target == wanted.end())
            continue;
        const at::Tensor term = (gram - target->second).square().sum({1, 2}) * style_factor(tap);
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

Targets targets_of(
    const FeatureNetwork& network, const at::Tensor& base, const at::Tensor& style,
    const std::vector<std::string>& taps) {
    return {network.features(base, taps), style_grams(network, style, taps)};
}

at::Tensor stylised(
    const at::Tensor& picture, const Stylist& stylist, const Targets& targets, int evaluations) {
    const Settings settings = published_settings();
    const double k = double(settings.balance_size) * settings.balance_size / pixels_of(picture);
    const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
        const at::Tensor variable = x.detach().requires_grad_();
        double loss = 0;
        {
            const c10::AutoGradMode differentiate(true);
            const at::Tensor value = network_loss(variable, stylist, targets, k);
            std::vector<at::Tensor> inputs{variable};
            value.backward({}, /*retain_graph=*/false, /*create_graph=*/false, inputs);
            loss = value.item<double>();
        }
        const LossAndGradient variation =
            variation_loss(x.squeeze(0), settings.variation_weight * k);
        gradient = variable.grad() + variation.gradient.unsqueeze(0);
        return loss + variation.loss;
    };
    const c10::NoGradGuard plain;
    Lbfgs optimiser(function, picture.detach().clone());
    optimiser.minimise(evaluations);
    return optimiser.best();
}

} // namespace style_transfer::train
