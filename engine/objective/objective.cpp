// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/objective.h"

#include "engine/base/translation.h"
#include "engine/objective/term_kinds.h"

#include <ATen/ops/zeros_like.h>

#include <algorithm>

namespace style_transfer {

namespace {

std::vector<std::unique_ptr<Term>> terms_for(
    const Network& network, const Model& model, const Settings& settings,
    const Objective::Target& base, const std::vector<Guide>& guides, const CancellationToken& token,
    const Vantage& vantage) {
    const FeatureSource base_source(network, base, vantage.base_tiles, N_("The layer"));
    const std::vector<GuideSource> sources =
        guide_sources(base_source, guides, vantage.base_tiles, vantage.style_tiles);
    TargetCache own;
    return make_terms(
        {settings, model, base_source, sources, vantage.painted,
         vantage.style_targets ? *vantage.style_targets : own, vantage.deepest_block, token});
}

std::vector<std::string> layers_of(const std::vector<std::unique_ptr<Term>>& terms) {
    std::vector<std::string> layers;
    for (const auto& term : terms)
        for (std::string& layer : term->layers())
            if (std::ranges::find(layers, layer) == layers.end())
                layers.push_back(std::move(layer));
    return layers;
}

bool looks_at(const Term& term, const std::string& layer) {
    const auto layers = term.layers();
    return std::ranges::find(layers, layer) != layers.end();
}

} // namespace

std::vector<std::string> used_layers(const Settings& settings, const LayerChain& chain) {
    std::vector<std::string> layers = term_demand({settings, chain, {}, {}}).layers();
    if (layers.empty() && chain.size() > 0) // a network without layers is none; this costs nothing
        layers.push_back(chain[0].name);
    return layers;
}

Objective::Objective(
    std::shared_ptr<const Network> network, const Model& model, const Settings& settings,
    const Target& base, const std::vector<Guide>& guides, const CancellationToken& token,
    const Vantage& vantage)
    : network_(std::move(network)),
      terms_(terms_for(*network_, model, settings, base, guides, token, vantage)),
      taps_(layers_of(terms_)), tiles_(*network_, taps_, vantage.base_tiles) {}

Objective::Objective(
    const Model& model, const Settings& settings, const Target& base, const Target& style,
    const CancellationToken& token, const Vantage& vantage)
    : Objective(
          std::make_shared<Network>(model, base.picture.scalar_type(), base.picture.device()),
          model, settings, base, {{{}, {{style}}}}, token, vantage) {}

Losses Objective::evaluate(
    const at::Tensor& picture, at::Tensor& gradient, const CancellationToken& token) const {
    gradient.reset();
    for (const auto& term : terms_) {
        term->begin();
        term->add_picture_gradient(picture, gradient);
    }
    if (!gradient.defined())
        gradient = at::zeros_like(picture);
    if (!taps_.empty()) {
        const auto look = [&](const std::string& layer, const at::Tensor& features,
                              const Region& place) {
            for (const auto& term : terms_)
                if (looks_at(*term, layer))
                    term->look(layer, features, place);
        };
        const auto settle = [&](const Tile& tile) {
            for (const auto& term : terms_)
                term->settle(tile);
        };
        const auto own_gradient = [&](const std::string& layer, const at::Tensor& features,
                                      const Region& crop, const Region& inner) {
            at::Tensor sum;
            for (const auto& term : terms_) {
                if (!looks_at(*term, layer))
                    continue;
                at::Tensor own = term->gradient(layer, features, crop, inner);
                if (!own.defined())
                    continue;
                own = own.to(features.scalar_type());
                sum = sum.defined() ? sum.add_(own) : own;
            }
            return sum;
        };
        if (tiles_.is_one_segment() &&
            std::ranges::all_of(terms_, [](const auto& term) { return term->is_local(); })) {
            tiles_.there_and_back(picture, gradient, {look, settle, own_gradient}, token);
        } else {
            TiledNetwork::Pass pass =
                tiles_.forward(picture, Network::Keep::activations, look, token);
            const Region whole{0, 0, picture.size(1), picture.size(2)};
            settle({whole, whole});
            tiles_.backward(pass, gradient, own_gradient, token);
        }
    }
    Losses losses;
    for (const auto& term : terms_)
        term->add_losses(losses);
    return losses;
}

} // namespace style_transfer
