// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/gram_term.h"

#include "engine/base/translation.h"
#include "engine/network/feature_maps.h"
#include "engine/objective/moments.h"
#include "engine/objective/term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace style_transfer {

const std::array<std::string, 5> style_layer_names{
    style_layer_name(0), style_layer_name(1), style_layer_name(2), style_layer_name(3),
    style_layer_name(4)};

at::Tensor gram_matrix(const at::Tensor& features, const at::Tensor& weights) {
    const at::Tensor rows = as_rows(features);
    const at::Tensor other = weighted(rows, weights);
    if (!rows.is_cpu() || rows.scalar_type() != at::kFloat)
        return at::mm(rows.t(), other);
    // The weight gradient of a 1×1 convolution is this product too, and oneDNN is up to twice as
    // fast at it as a BLAS that does not know the processor, such as OpenBLAS on new ones.
    const auto channels = features.size(0);
    const auto as_line = [&](const at::Tensor& maps) { // [1, channels, 1, positions]
        return maps.view({1, 1, -1, channels}).permute({0, 3, 1, 2});
    };
    const at::Tensor kernel = at::empty({1}, rows.options()).expand({channels, channels, 1, 1});
    return std::get<1>(at::convolution_backward(
                           as_line(rows), as_line(other), kernel, {}, {1, 1}, {0, 0}, {1, 1}, false,
                           {0, 0}, 1, {false, true, false}))
        .reshape({channels, channels});
}

LossAndGradient style_loss(
    const at::Tensor& gram, const at::Tensor& target, double pixels, double factor,
    const at::Tensor& metric) {
    at::Tensor difference = gram.div(pixels).sub_(target);
    const double scaled_factor = factor / gram_loss_divisor;
    double squares = 0;
    if (metric.defined()) {
        // Σ (B D Bᵀ)² = tr(M D M D), and its derivative is that of D with M D M for D.
        const at::Tensor measured = at::mm(metric, difference.to(at::kDouble));
        squares = (measured * measured.t()).sum().item<double>();
        difference = at::mm(measured, metric).to(gram.scalar_type());
    } else {
        squares = sum_of_squares(difference);
    }
    // d(Σ D²)/dF = 4·D·F·W / pixels, because D is symmetric and F enters G twice.
    return {scaled_factor * squares, difference.mul_(4 * scaled_factor / pixels)};
}

at::Tensor style_gradient(
    const at::Tensor& features, const at::Tensor& matrix, const at::Tensor& weights,
    const at::Tensor& offset) {
    const auto channels = features.size(0);
    // A 1×1 convolution, for the reason given at gram_matrix().
    at::Tensor gradient =
        at::conv2d(as_batch(features), matrix.view({channels, channels, 1, 1}), offset).squeeze(0);
    return weights.defined() ? gradient.mul_(weights) : gradient;
}

namespace {

bool is_balanced(const Settings& settings) {
    return settings.layer_balance == LayerBalance::equal;
}

bool takes_part(const Settings& settings) {
    return settings.style_weight > 0 && settings.method == Method::gram;
}

bool uses(const Settings& settings, std::size_t index) {
    return takes_part(settings) && settings.style_layers[index] > 0;
}

std::vector<std::string> used_style_layers(const Settings& settings) {
    std::vector<std::string> layers;
    for (std::size_t i = 0; i < style_layer_names.size(); ++i)
        if (uses(settings, i))
            layers.push_back(style_layer_names[i]);
    return layers;
}

// Sums over the positions of whole pictures, by layer.
using Sums = std::map<std::string, FeatureSums>;

// Those of a tile, its features [channels, height, width], are added to the layer's.
void add_tile(
    Sums& sums, const std::string& layer, const at::Tensor& features, const at::Tensor& weights,
    bool with_moments) {
    // Sums of so many products want single precision at least.
    const at::Tensor values =
        features.scalar_type() == at::kBFloat16 ? features.to(at::kFloat) : features;
    FeatureSums tile;
    tile.gram = gram_matrix(values, weights);
    if (with_moments) {
        tile.sum = weighted(as_rows(values), weights).sum(0);
        tile.count = weights.defined() ? weights.sum(at::kDouble).item<double>()
                                       : double(values.size(1)) * double(values.size(2));
    }
    const auto [whole, first] = sums.try_emplace(layer, tile);
    if (first)
        return;
    whole->second.gram.add_(tile.gram);
    if (with_moments)
        whole->second.sum.add_(tile.sum);
    whole->second.count += tile.count;
}

Sums sums_of(const FeatureSource& source, const TermContext& context) {
    Sums sums;
    source.visit(
        used_style_layers(context.settings),
        [&](const std::string& layer, const at::Tensor& features, const Region& place) {
            add_tile(
                sums, layer, features, part_of(source.weights(layer), place),
                is_balanced(context.settings));
        },
        context.token);
    return sums;
}

// Of the styles, blended by their weights: the Gram matrix over the visible pixels, and the
// moments.
struct StyleStatistics {
    struct Layer {
        at::Tensor gram;
        Moments moments; // undefined unless layers are balanced
    };
    std::map<std::string, Layer> layers;

    std::int64_t bytes() const {
        std::size_t sum = 0;
        for (const auto& [name, layer] : layers)
            sum += layer.gram.nbytes();
        return std::int64_t(sum);
    }
};

void blend(at::Tensor& sum, const at::Tensor& part) {
    if (sum.defined())
        sum.add_(part);
    else
        sum = part;
}

StyleStatistics
style_statistics(const std::vector<GuideSource::Style>& styles, const TermContext& context) {
    StyleStatistics blended;
    for (const GuideSource::Style& style : styles)
        for (const auto& [name, sums] : sums_of(style.features, context)) {
            StyleStatistics::Layer& layer = blended.layers[name];
            blend(layer.gram, sums.gram.div(style.features.visible_pixels() / style.weight));
            if (!is_balanced(context.settings))
                continue;
            const Moments moments =
                moments_of(sums, map_of(context.model, name, sums.gram.device()));
            blend(layer.moments.mean, moments.mean * style.weight);
            blend(layer.moments.square, moments.square * style.weight);
        }
    return blended;
}

std::string cache_key(const GuideSource& guide, const Settings& settings) {
    std::string key = "gram " + std::to_string(guide.number) + (is_balanced(settings) ? " +" : "");
    for (const auto& [style, weight, number] : guide.styles)
        key += ' ' + std::to_string(number) + ' ' + std::to_string(style.picture().size(1)) + "×" +
               std::to_string(style.picture().size(2)) + '*' + std::to_string(weight);
    for (const std::string& layer : used_style_layers(settings))
        key += ' ' + layer;
    return key;
}

class GramTerm : public Term {
  public:
    GramTerm(const TermContext& context, const GuideSource& guide)
        : pixels_(guide.base.visible_pixels()), with_moments_(is_balanced(context.settings)) {
        const StyleStatistics& style =
            context.style_targets.get(cache_key(guide, context.settings), [&] {
                return style_statistics(guide.styles, context);
            });
        const at::Device device = context.base.picture().device();
        for (std::size_t i = 0; i < style_layer_names.size(); ++i) {
            if (!uses(context.settings, i))
                continue;
            const std::string& layer = style_layer_names[i];
            Part& part = parts_[layer];
            part.share = context.settings.style_layers[i];
            part.factor = guide.share * context.settings.style_weight * part.share *
                          layer_scale(context.model.style_scale, layer, N_("style"), context.model);
            part.target = style.layers.at(layer).gram;
            part.moments = style.layers.at(layer).moments;
            part.metric = metric_of(context.model, layer, device);
            part.map = map_of(context.model, layer, device);
            part.weights = guide.base.weights(layer);
        }
        if (with_moments_)
            balance(sums_of(guide.base, context));
    }

    std::vector<std::string> layers() const override {
        std::vector<std::string> layers;
        for (const auto& [layer, part] : parts_)
            layers.push_back(layer);
        return layers;
    }

    void begin() override { sums_.clear(); }

    bool is_local() const override { return false; }

    void look(const std::string& layer, const at::Tensor& features, const Region& place) override {
        add_tile(sums_, layer, features, part_of(parts_.at(layer).weights, place), with_moments_);
    }

    void settle(const Tile&) override {
        for (auto& [layer, part] : parts_) {
            const FeatureSums& sums = sums_.at(layer);
            LossAndGradient found =
                style_loss(sums.gram, part.target, pixels_, part.factor, part.metric);
            part.loss = found.loss;
            part.matrix = std::move(found.gradient);
            if (!with_moments_)
                continue;
            const MomentsLoss moments =
                moments_loss(sums, part.moments, part.moments_factor, part.map);
            part.loss += moments.loss;
            part.matrix.add_(moments.matrix.to(part.matrix.scalar_type()));
            part.offset = moments.offset;
        }
    }

    at::Tensor gradient(
        const std::string& layer, const at::Tensor& features, const Region& crop,
        const Region&) override {
        const Part& part = parts_.at(layer);
        const auto type = features.scalar_type();
        const at::Tensor weights = part_of(part.weights, crop);
        return style_gradient(
            features, part.matrix.to(type), weights.defined() ? weights.to(type) : weights,
            part.offset.defined() ? part.offset.to(type) : part.offset);
    }

    void add_losses(Losses& losses) const override {
        for (const std::string& layer : style_layer_names) {
            const auto part = parts_.find(layer);
            losses.add("style/" + layer, part == parts_.end() ? 0 : part->second.loss);
        }
    }

  private:
    struct Part {
        double share = 0;          // the layer's weight
        double factor = 0;         // of the Gram matrices
        double moments_factor = 0; // with balanced layers
        at::Tensor target;         // Gram matrix over the style's pixels
        Moments moments;           // of the style
        at::Tensor metric;         // of the layer's tap map; undefined without one
        at::Tensor map;            // the tap map
        at::Tensor weights;        // of the positions; undefined: all count
        // Of the evaluation at hand.
        double loss = 0;
        at::Tensor matrix; // of the gradient
        at::Tensor offset; // with balanced layers
    };

    // The published loss of a layer grows with the fourth power of its features, so that one layer
    // is all of it. Divided by |G(style)|² + |G(base)|² they count alike (Cheng and others,
    // "Style-Aware Normalized Loss for Improving Arbitrary Style Transfer", CVPR 2021;
    // with the base for the picture it is constant during a run). All together are scaled to pull
    // as the published ones do at the base, so that the other terms' weights keep their meaning.
    void balance(const Sums& base) {
        double published = 0, balanced = 0;
        for (auto& [layer, part] : parts_) {
            const at::Tensor gram = base.at(layer).gram / pixels_;
            const at::Tensor& metric = part.metric; // Clang captures no binding
            const auto squares = [&](const at::Tensor& one, const at::Tensor& other) {
                return style_loss(one, other, 1, gram_loss_divisor, metric).loss;
            };
            const at::Tensor nothing = at::zeros_like(gram);
            const double distance = squares(gram, part.target);
            const double size = squares(gram, nothing) + squares(part.target, nothing);
            published += part.factor * distance;
            part.factor = size > 0 ? part.share * gram_loss_divisor / size : 0;
            balanced += part.factor * distance;
            const double length =
                squared_length(moments_of(base.at(layer), part.map), part.moments);
            part.moments_factor = length > 0 ? part.share / length : 0;
        }
        const double scale = balanced > 0 ? published / balanced : 0;
        for (auto& [layer, part] : parts_) {
            part.factor *= scale;
            part.moments_factor *= scale;
        }
    }

    double pixels_; // visible ones of the guide's part
    bool with_moments_;
    std::map<std::string, Part> parts_;
    Sums sums_; // of the evaluation at hand
};

} // namespace

TermKind gram_kind() {
    return {
        [](const DemandQuestion& question) {
            TermDemand demand;
            demand.local = !takes_part(question.settings);
            const bool masked = question.masked || question.masked_parts > 0;
            const bool half = question.feature_bytes < int(sizeof(float));
            // Features in single precision, and weighted by what is visible.
            for (const std::string& layer : used_style_layers(question.settings))
                demand.taps.push_back(
                    {layer, (half ? 1.0 : 0.0) + (masked ? 1.0 : 0.0), half ? 2.0 : 0.0});
            return demand;
        },
        [](const TermContext& context) {
            std::vector<std::unique_ptr<Term>> terms;
            if (context.settings.method == Method::gram)
                for (const GuideSource& guide : context.guides)
                    terms.push_back(std::make_unique<GramTerm>(context, guide));
            return terms;
        },
    };
}

} // namespace style_transfer
