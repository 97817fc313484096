// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/matching_steps.h"

#include "engine/objective/matching_term.h"
#include "engine/optimiser/lbfgs.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/mm.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace style_transfer::train {

namespace {

// Of the cosines: candidates that are less alike than the best by several of these do not count.
constexpr double temperature = 0.04;

LayerChain chain_of(const FeatureNetwork& network) {
    std::vector<Layer> layers;
    for (const FeatureNetwork::Layer& each : network.layers()) {
        Layer layer;
        layer.name = each.name;
        layer.kind = each.is_pool() ? Layer::Kind::max_pool : Layer::Kind::convolution;
        if (!each.is_pool()) {
            layer.weights.output_channels = int(each.kernel.size(0));
            layer.weights.input_channels = int(each.kernel.size(1));
        }
        layers.push_back(std::move(layer));
    }
    return LayerChain(layers);
}

// [places, channels] of a map [1, channels, height, width]: the mean of a place's positions or,
// where a position is larger than a place, its own.
at::Tensor of_places(const at::Tensor& map, int stride, PlaceGrid grid) {
    at::Tensor found = map;
    if (stride < place_side)
        found = at::avg_pool2d(found, place_side / stride);
    const auto positions = [&](std::int64_t places, std::int64_t all) {
        return (at::arange(places, found.options().dtype(at::kLong)) * std::int64_t(place_side))
            .div_(std::max(stride, place_side), "floor")
            .clamp_max_(all - 1);
    };
    found = found.index_select(2, positions(grid.height, found.size(2)))
                .index_select(3, positions(grid.width, found.size(3)));
    return rows_of(found);
}

at::Tensor centred(const at::Tensor& rows) {
    const at::Tensor from_mean = rows - rows.mean(0, /*keepdim=*/true);
    return from_mean / (from_mean.square().sum({1}, /*keepdim=*/true) + 1e-8).sqrt();
}

// What a network sees of a question.
struct Seen {
    at::Tensor scales;
    at::Tensor places, style; // scaled
    at::Tensor cosines;       // [asked, candidates]

    Seen(const FeatureNetwork& network, const at::Tensor& picture, const MatchingCase& question) {
        const PlaceView view(network);
        const at::Tensor own = view.places(question.style);
        scales = view.scales(own);
        style = own * scales;
        const at::Tensor all = view.places(picture) * scales;
        const double painted = painted_share(Settings());
        const at::Tensor searched =
            all.detach() * painted + view.places(question.base) * scales * (1 - painted);
        // The mean is that of all places, asked for or not.
        cosines = at::mm(centred(searched).index_select(0, question.rows), centred(style).t());
        places = all.index_select(0, question.rows);
    }

    at::Tensor
    gradient(const at::Tensor& picture, const at::Tensor& nearest, bool differentiable) const {
        const at::Tensor distance = matching_distance(places, style.index_select(0, nearest));
        return torch::autograd::grad(
                   {distance}, {picture}, {}, /*retain_graph=*/true, differentiable)
            .front();
    }
};

} // namespace

PlaceView::PlaceView(const FeatureNetwork& network)
    : network_(network),
      layers_(place_layers(Settings(), chain_of(network), deepest_matched_block)) {}

at::Tensor PlaceView::places(const at::Tensor& picture) const {
    std::vector<std::string> names;
    names.reserve(layers_.size());
    for (const PlaceLayer& layer : layers_)
        names.push_back(layer.name);
    const BatchFeatures features = network_.features(picture, names);
    const PlaceGrid grid = PlaceGrid::of(picture.size(2), picture.size(3));
    std::vector<at::Tensor> rows;
    rows.reserve(layers_.size());
    for (const PlaceLayer& layer : layers_)
        rows.push_back(of_places(features.at(layer.name), layer.stride, grid));
    return at::cat(rows, 1);
}

at::Tensor PlaceView::scales(const at::Tensor& style) const {
    std::vector<at::Tensor> scales;
    scales.reserve(layers_.size());
    std::int64_t first = 0;
    for (const PlaceLayer& layer : layers_) {
        const auto width = network_.find(layer.name)->kernel.size(0);
        const at::Tensor square = style.narrow(1, first, width).square().sum({1}).mean();
        scales.push_back((layer.share / (square + 1e-12)).sqrt().expand({width}));
        first += width;
    }
    return at::cat(scales);
}

at::Tensor matching_distance(const at::Tensor& places, const at::Tensor& targets) {
    return matching_losses(
               places.square().sum({1}), (places * targets).sum({1}), targets.square().sum({1}),
               least_square_share) // their mean is 1
        .losses.mean();
}

at::Tensor some_places(const at::Tensor& picture, int count, Random& random) {
    const auto all = PlaceGrid::of(picture.size(2), picture.size(3)).count();
    at::Tensor rows = at::empty({count}, at::kLong);
    for (int i = 0; i < count; ++i)
        rows.data_ptr<std::int64_t>()[i] = random.below(int(all));
    return rows.to(picture.device());
}

MatchingMiss matching_miss(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const MatchingCase& question) {
    const c10::AutoGradMode differentiate(true);
    const at::Tensor picture = question.picture.detach().requires_grad_();
    const Seen wanted(teacher, picture, question), found(student, picture, question);
    const at::Tensor cosines = wanted.cosines.detach();
    const auto [best, nearest] = cosines.max(1);
    const at::Tensor likely = at::log_softmax(cosines / temperature, 1);
    MatchingMiss miss;
    miss.order =
        (likely.exp() * (likely - at::log_softmax(found.cosines / temperature, 1))).sum({1}).mean();
    const at::Tensor pulls = wanted.gradient(picture, nearest, false),
                     own = found.gradient(picture, nearest, true);
    miss.pull = 1 - (own * pulls).sum() / (own.norm() * pulls.norm() + 1e-30);
    const at::Tensor chosen = std::get<1>(found.cosines.detach().max(1, /*keepdim=*/true));
    miss.similarity_lost = (best - cosines.gather(1, chosen).squeeze(1)).mean().item<double>();
    return miss;
}

void MatchingFigures::add(const MatchingMiss& miss, double share) {
    order += miss.order.item<double>() * share;
    pull += miss.pull.item<double>() * share;
    similarity_lost += miss.similarity_lost * share;
}

at::Tensor matched(
    const at::Tensor& base, const at::Tensor& picture, const at::Tensor& style,
    const FeatureNetwork& network, int evaluations) {
    const c10::NoGradGuard plain;
    const auto places = PlaceGrid::of(picture.size(2), picture.size(3)).count();
    const MatchingCase question{
        base, picture, style,
        at::arange(places, at::TensorOptions(network.device()).dtype(at::kLong))};
    const Seen start(network, picture, question);
    const PlaceView view(network);
    const at::Tensor targets = start.style.index_select(0, std::get<1>(start.cosines.max(1)));
    const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
        const c10::AutoGradMode differentiate(true);
        const at::Tensor variable = x.detach().requires_grad_();
        const at::Tensor distance =
            matching_distance(view.places(variable) * start.scales, targets);
        gradient = torch::autograd::grad({distance}, {variable}).front();
        return distance.item<double>();
    };
    Lbfgs optimiser(function, picture.detach().clone());
    optimiser.minimise(evaluations);
    return optimiser.best();
}

} // namespace style_transfer::train
