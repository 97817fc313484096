// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/gram_term.h"

#include "engine/network/feature_maps.h"
#include "engine/objective/term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>

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

at::Tensor
style_gradient(const at::Tensor& features, const at::Tensor& matrix, const at::Tensor& weights) {
    const auto channels = features.size(0);
    // A 1×1 convolution, for the reason given at gram_matrix().
    at::Tensor gradient =
        at::conv2d(as_batch(features), matrix.view({channels, channels, 1, 1})).squeeze(0);
    return weights.defined() ? gradient.mul_(weights) : gradient;
}

namespace {

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

// Sums of so many products want single precision at least.
at::Tensor gram_of_tile(const at::Tensor& features, const at::Tensor& weights) {
    return gram_matrix(
        features.scalar_type() == at::kBFloat16 ? features.to(at::kFloat) : features, weights);
}

// Gram matrices of whole pictures by layer.
using Grams = std::map<std::string, at::Tensor>;

void add_to(Grams& grams, const std::string& layer, const at::Tensor& part) {
    const auto [whole, first] = grams.try_emplace(layer, part);
    if (!first)
        whole->second.add_(part);
}

// The styles', each over its visible pixels, blended by their weights.
struct StyleGrams {
    Grams grams;

    std::int64_t bytes() const {
        std::size_t sum = 0;
        for (const auto& [layer, gram] : grams)
            sum += gram.nbytes();
        return std::int64_t(sum);
    }
};

StyleGrams style_grams(const std::vector<GuideSource::Style>& styles, const TermContext& context) {
    StyleGrams blended;
    for (const auto& one : styles) {
        const FeatureSource& style = one.features; // Clang captures no binding
        Grams grams;
        style.visit(
            used_style_layers(context.settings),
            [&](const std::string& layer, const at::Tensor& features, const Region& place) {
                add_to(grams, layer, gram_of_tile(features, part_of(style.weights(layer), place)));
            },
            context.token);
        for (const auto& [layer, gram] : grams)
            add_to(blended.grams, layer, gram.div(style.visible_pixels() / one.weight));
    }
    return blended;
}

std::string cache_key(const GuideSource& guide, const Settings& settings) {
    std::string key = "gram " + std::to_string(guide.number);
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
        : pixels_(guide.base.visible_pixels()) {
        const Grams& targets = context.style_targets
                                   .get(
                                       cache_key(guide, context.settings),
                                       [&] { return style_grams(guide.styles, context); })
                                   .grams;
        for (std::size_t i = 0; i < style_layer_names.size(); ++i) {
            if (!uses(context.settings, i))
                continue;
            const std::string& layer = style_layer_names[i];
            parts_[layer] = {
                guide.share * context.settings.style_weight * context.settings.style_layers[i] *
                    layer_scale(context.model.style_scale, layer, "style", context.model),
                targets.at(layer),
                metric_of(context.model, layer, context.base.picture().device()),
                guide.base.weights(layer),
            };
        }
    }

    std::vector<std::string> layers() const override {
        std::vector<std::string> layers;
        for (const auto& [layer, part] : parts_)
            layers.push_back(layer);
        return layers;
    }

    void begin() override { grams_.clear(); }

    bool is_local() const override { return false; }

    void look(const std::string& layer, const at::Tensor& features, const Region& place) override {
        add_to(grams_, layer, gram_of_tile(features, part_of(parts_.at(layer).weights, place)));
    }

    void settle(const Tile&) override {
        for (auto& [layer, part] : parts_) {
            LossAndGradient found =
                style_loss(grams_.at(layer), part.target, pixels_, part.factor, part.metric);
            part.loss = found.loss;
            part.matrix = std::move(found.gradient);
        }
    }

    at::Tensor gradient(
        const std::string& layer, const at::Tensor& features, const Region& crop,
        const Region&) override {
        const Part& part = parts_.at(layer);
        const at::Tensor weights = part_of(part.weights, crop);
        return style_gradient(
            features, part.matrix.to(features.scalar_type()),
            weights.defined() ? weights.to(features.scalar_type()) : weights);
    }

    void add_losses(Losses& losses) const override {
        for (const std::string& layer : style_layer_names) {
            const auto part = parts_.find(layer);
            losses.add("style/" + layer, part == parts_.end() ? 0 : part->second.loss);
        }
    }

  private:
    struct Part {
        double factor = 0;
        at::Tensor target;  // Gram matrix over the style's pixels
        at::Tensor metric;  // of the layer's tap map; undefined without one
        at::Tensor weights; // of the positions; undefined: all count
        // Of the evaluation at hand.
        double loss = 0;
        at::Tensor matrix{}; // of the gradient
    };
    double pixels_; // visible ones of the guide's part
    std::map<std::string, Part> parts_;
    Grams grams_; // of the evaluation at hand
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
