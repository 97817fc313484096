// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/style_steps.h"

#include "engine/objective/objective.h"
#include "engine/settings/settings.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace style_transfer::train {

namespace {

constexpr double step_size = 6; // pixel values
constexpr double first_decay = 0.8, second_decay = 0.95;

at::Tensor squares(const at::Tensor& matrices) {
    return matrices.square().sum({1, 2});
}

at::Tensor loss(
    const at::Tensor& pictures, const Stylist& stylist, const StyleGrams& grams,
    const std::vector<std::string>& taps) {
    at::Tensor total;
    const StyleGrams own = style_grams(stylist.network, pictures, taps);
    for (const std::string& tap : taps) {
        at::Tensor target = grams.at(tap);
        at::Tensor difference = own.at(tap) - target;
        if (stylist.maps) {
            target = mapped_grams(stylist.maps->at(tap), target);
            difference = mapped_grams(stylist.maps->at(tap), difference);
        }
        const at::Tensor term =
            (squares(difference) / (squares(target) + 1e-6)).sum() * style_weight(tap);
        total = total.defined() ? total + term : term;
    }
    return total;
}

} // namespace

std::vector<std::string> style_taps(const std::vector<std::string>& taps) {
    std::vector<std::string> style;
    std::ranges::copy_if(taps, std::back_inserter(style), [](const std::string& tap) {
        return std::ranges::find(style_layer_names, tap) != style_layer_names.end();
    });
    return style;
}

double style_weight(const std::string& tap) {
    const auto found = std::ranges::find(style_layer_names, tap);
    return Settings{}.style_layers.at(std::size_t(found - style_layer_names.begin()));
}

StyleGrams style_grams(
    const FeatureNetwork& network, const at::Tensor& pictures,
    const std::vector<std::string>& taps) {
    StyleGrams grams;
    for (const auto& [tap, features] : network.features(pictures, taps))
        grams[tap] = gram_matrices(features);
    return grams;
}

void move_towards_style(
    MovingPictures& moving, const Stylist& stylist, const StyleGrams& grams,
    const std::vector<std::string>& taps) {
    at::Tensor pictures = moving.pictures.detach().requires_grad_();
    {
        const c10::AutoGradMode differentiate(true);
        std::vector<at::Tensor> inputs{pictures};
        loss(pictures, stylist, grams, taps)
            .backward({}, /*retain_graph=*/false, /*create_graph=*/false, inputs);
    }
    const at::Tensor gradient = pictures.grad();
    if (!moving.first.defined()) {
        moving.first = at::zeros_like(gradient);
        moving.second = at::zeros_like(gradient);
    }
    ++moving.steps;
    moving.first.mul_(first_decay).add_(gradient, 1 - first_decay);
    moving.second.mul_(second_decay).addcmul_(gradient, gradient, 1 - second_decay);
    const at::Tensor mean = moving.first / (1 - std::pow(first_decay, moving.steps));
    const at::Tensor deviation =
        (moving.second / (1 - std::pow(second_decay, moving.steps))).sqrt_().add_(1e-12);
    moving.pictures = moving.pictures.detach() - mean.div_(deviation).mul_(step_size);
}

} // namespace style_transfer::train
