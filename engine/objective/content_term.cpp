// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/content_term.h"

#include "engine/base/translation.h"
#include "engine/network/feature_maps.h"
#include "engine/objective/term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>

namespace style_transfer {

LossAndGradient content_loss(
    const at::Tensor& features, const at::Tensor& target, double factor, const at::Tensor& weights,
    const at::Tensor& metric, const std::optional<Region>& counted) {
    at::Tensor difference = features - target;
    const auto counts = [&](const at::Tensor& maps) {
        return counted ? part_of(maps, *counted) : maps;
    };
    if (!weights.defined() && !metric.defined()) {
        const double loss = factor * sum_of_squares(counts(difference));
        return {loss, difference.mul_(2 * factor)};
    }
    const at::Tensor rows = as_rows(difference);
    at::Tensor measured = metric.defined() ? at::mm(rows, metric.to(rows.scalar_type())) : rows;
    const at::Tensor gradient = as_maps(weighted(measured, weights), features);
    const double loss =
        factor * (counts(difference) * counts(gradient)).sum(at::kDouble).item<double>();
    return {loss, gradient.mul(2 * factor)};
}

namespace {

class ContentTerm : public Term {
  public:
    explicit ContentTerm(const TermContext& context)
        : layer_(context.settings.content_layer), type_(context.base.picture().scalar_type()),
          factor_(context.settings.content_weight),
          metric_(metric_of(context.model, layer_, context.base.picture().device())),
          weights_(context.base.weights(layer_)) {
        const auto size = context.base.map_size(layer_);
        context.base.visit(
            {layer_},
            [&](const std::string&, const at::Tensor& features, const Region& place) {
                if (!target_.defined())
                    target_ = at::empty(
                                  {1, features.size(0), size.first, size.second},
                                  features.options(), feature_format)
                                  .squeeze(0);
                part_of(target_, place).copy_(features);
            },
            context.token);
        factor_ *= context.settings.method == Method::matching
                       ? relative_scale()
                       : context.balance() *
                             layer_scale(
                                 context.model.content_scale, layer_, N_("content"), context.model);
    }

    std::vector<std::string> layers() const override { return {layer_}; }

    void begin() override { loss_ = 0; }

    at::Tensor gradient(
        const std::string&, const at::Tensor& features, const Region& crop,
        const Region& inner) override {
        LossAndGradient part = content_loss(
            features.to(type_), part_of(target_, crop).to(type_), factor_, part_of(weights_, crop),
            metric_, inner.relative_to(crop));
        loss_ += part.loss;
        return std::move(part.gradient);
    }

    void add_losses(Losses& losses) const override { losses.add("content", loss_); }

  private:
    // Beside the matching term, which is relative too: by the base's own features, so that the loss
    // is 1 where nothing of them is left.
    double relative_scale() const {
        const at::Tensor features = target_.to(type_);
        const at::Tensor measured =
            metric_.defined() ? at::mm(as_rows(features), metric_.to(type_)) : as_rows(features);
        const double squares =
            (weighted(as_rows(features), weights_) * measured).sum(at::kDouble).item<double>();
        return squares > 0 ? 1 / squares : 0;
    }

    std::string layer_;
    at::ScalarType type_; // of losses and picture
    double factor_;
    at::Tensor metric_;
    at::Tensor weights_; // of the positions; undefined: all count
    at::Tensor target_;
    double loss_ = 0;
};

// Not where its layer is deeper than terms may look.
bool takes_part(const Settings& settings, const LayerChain& chain, int deepest_block) {
    return settings.content_weight > 0 &&
           (deepest_block >= 5 || !chain.contains(settings.content_layer) ||
            chain.block_of(chain.index_of(settings.content_layer)) <= deepest_block);
}

} // namespace

TermKind content_kind() {
    return {
        [](const DemandQuestion& question) -> TermDemand {
            if (!takes_part(question.settings, question.chain, question.deepest_block))
                return {};
            TermDemand demand;
            if (!question.chain.contains(question.settings.content_layer)) {
                demand.taps.push_back({question.settings.content_layer}); // the reader refuses it
                return demand;
            }
            const int index = question.chain.index_of(question.settings.content_layer);
            const LayerChain::Step& step = question.chain[index];
            const int stride = question.chain.stride({0, index});
            const int rows = question.base.height / stride, columns = question.base.width / stride;
            const double positions = double(rows) * columns;
            // In single precision: difference and gradient, and what they are measured with.
            const double converted = question.feature_bytes < int(sizeof(float)) ? 2 : 0;
            demand.taps.push_back({step.name, 0, (step.measured ? 4 : 2) + converted});
            demand.target_bytes = step.outputs * positions * question.feature_bytes;
            return demand;
        },
        [](const TermContext& context) {
            std::vector<std::unique_ptr<Term>> terms;
            if (takes_part(context.settings, context.base.network().chain(), context.deepest_block))
                terms.push_back(std::make_unique<ContentTerm>(context));
            return terms;
        },
    };
}

} // namespace style_transfer
