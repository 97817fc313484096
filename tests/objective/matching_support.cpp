// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>

namespace style_transfer::test {

Settings matching_settings() {
    Settings settings = published_settings();
    settings.method = Method::matching;
    settings.content_layer = "block4_conv2";
    return settings;
}

at::Tensor wave_picture(int width, int height, double phase, at::ScalarType type) {
    at::Tensor picture = at::empty({3, height, width}, at::kDouble);
    double* value = picture.data_ptr<double>();
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                *value++ = 127 + 110 * std::sin(
                                           (0.11 + 0.05 * c) * x + (0.31 - 0.07 * c) * y +
                                           0.002 * x * y + 2 * c + phase);
    return picture.to(type);
}

at::Tensor scattered(at::IntArrayRef shape, int seed, at::ScalarType type) {
    at::Tensor values = at::empty(shape, at::kDouble);
    values.copy_((at::arange(values.numel(), at::kDouble) + 1 + 7919 * seed)
                     .mul(12.9898)
                     .sin()
                     .mul(43758.5453)
                     .frac()
                     .abs()
                     .view(shape));
    return values.to(type);
}

at::Tensor smooth_picture(int width, int height, int seed, at::ScalarType type) {
    // Means over squares of three sizes; contrast as strong as before.
    at::Tensor sum;
    for (const int side : {1, 5, 17}) {
        const at::Tensor grain =
            scattered({1, 3, height + side - 1, width + side - 1}, seed + side, at::kDouble) - 0.5;
        const at::Tensor part = at::avg_pool2d(grain, side, 1).squeeze(0) * std::sqrt(side) * side;
        sum = sum.defined() ? sum + part : part;
    }
    return (sum * 30 + 127).clamp(0, 255).to(type);
}

bool is_finite(const at::Tensor& values) {
    return values.isfinite().all().item<bool>();
}

std::vector<std::string> sorted_layers(const Settings& settings, const Model& model) {
    std::vector<std::string> layers = used_layers(settings, LayerChain(model.layers));
    std::ranges::sort(layers);
    return layers;
}

at::Tensor whole_vectors(
    const Network& network, const at::Tensor& picture, const std::vector<PlaceLayer>& layers,
    const StylePlaces& style) {
    std::vector<std::string> names;
    for (const PlaceLayer& layer : layers)
        names.push_back(layer.name);
    const Features features = network.features(picture, names, {});
    const PlaceGrid grid = PlaceGrid::of(picture.size(1), picture.size(2));
    std::vector<at::Tensor> parts;
    for (const PlaceLayer& layer : layers) {
        const at::Tensor& maps = features.at(layer.name);
        const LayerPlaces places(grid, layer.stride, maps.size(1), maps.size(2));
        parts.push_back(
            places.vectors(maps, {0, 0, maps.size(1), maps.size(2)}, 0, grid.height) *
            style.parts.at(layer.name).scale);
    }
    return at::cat(parts, 1).to(at::kDouble);
}

at::Tensor candidates_of(const StylePlaces& style, const std::vector<PlaceLayer>& layers) {
    std::vector<at::Tensor> parts;
    for (const PlaceLayer& layer : layers)
        parts.push_back(style.parts.at(layer.name).vectors);
    return at::cat(parts, 1).to(at::kDouble);
}

} // namespace style_transfer::test
