// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/matching_term.h"

#include "engine/network/feature_maps.h"
#include "engine/objective/place_search.h"
#include "engine/objective/shortlist.h"
#include "engine/objective/term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {

MatchingLosses matching_losses(
    const at::Tensor& squares, const at::Tensor& products, const at::Tensor& target_squares,
    double least_square) {
    const at::Tensor length = (squares + least_square).sqrt_();
    const at::Tensor target = (target_squares + least_square).sqrt_();
    const at::Tensor ratio = length / target;
    const at::Tensor root = ratio.sqrt();
    const at::Tensor cosine = products / (length * target);
    MatchingLosses found;
    found.losses = (ratio - 1).square_() + 2 * root * (1 - cosine);
    // dL/d|f| = 2 (r − 1) / |t| + (1 − c) / (√r |t|) + 2 √r c / |f|, and |f| moves along f / |f|.
    found.own =
        (2 * (ratio - 1) / target + (1 - cosine) / (root * target) + 2 * root * cosine / length) /
        length;
    found.target = -2 * root / (length * target);
    return found;
}

double painted_share(const Settings& settings) {
    constexpr double usual_share = 0.75;
    constexpr double usual_weight = 0.08; // the default
    return std::clamp(
        1 - (1 - usual_share) * std::sqrt(settings.content_weight / usual_weight), 0.0, 1.0);
}

namespace {

// Up to this longer side the style is searched in four orientations: strokes that turn matter where
// they are large, and there the search is cheap.
constexpr int turned_until = 256; // pixels, with the margin
bool takes_part(const Settings& settings) {
    return settings.method == Method::matching && settings.style_weight > 0;
}

bool is_turned(std::int64_t height, std::int64_t width) {
    return std::max(height, width) <= turned_until;
}

// Where only grain is matched, forms are there already, and neighbouring places are to have
// neighbouring grain: each for itself, they become dots of a place's size.
double coherence_of(int deepest_block) {
    constexpr double for_grain = 0.15;
    return deepest_block < deepest_matched_block ? for_grain : 0;
}

std::string
cache_key(const GuideSource& guide, const std::vector<PlaceLayer>& layers, bool turned) {
    std::string key = "matching " + std::to_string(guide.number) + ' ' + std::to_string(turned);
    for (const auto& [style, weight, number] : guide.styles)
        key += ' ' + std::to_string(number) + ' ' + std::to_string(style.picture().size(1)) + "×" +
               std::to_string(style.picture().size(2));
    for (const PlaceLayer& layer : layers)
        key += ' ' + layer.name + '=' + std::to_string(layer.share) + '*' +
               std::to_string(layer.compared_positions());
    return key;
}

class MatchingTerm : public Term {
  public:
    MatchingTerm(
        const TermContext& context, const GuideSource& guide, const std::vector<PlaceLayer>& layers)
        : grid_(PlaceGrid::of(guide.base.picture().size(1), guide.base.picture().size(2))),
          factor_(context.settings.style_weight * guide.share) {
        std::vector<const FeatureSource*> styles;
        std::vector<double> shares;
        for (const auto& [style, weight, number] : guide.styles) {
            styles.push_back(&style);
            shares.push_back(weight);
        }
        const bool turned = is_turned(guide.base.picture().size(1), guide.base.picture().size(2));
        const StylePlaces& style = context.style_targets.get(cache_key(guide, layers, turned), [&] {
            return style_places(styles, layers, turned, context.token);
        });
        if (guide.base.mask().defined())
            weights_ =
                at::avg_pool2d(guide.base.mask().unsqueeze(0).unsqueeze(0), place_side, place_side)
                    .flatten();
        const at::Tensor nearest = nearest_places(
            {guide.base, context.painted, painted_share(context.settings),
             coherence_of(context.deepest_block), weights_, std::move(shares)},
            layers, style, context.token);
        for (const PlaceLayer& layer : layers) {
            const auto [height, width] = guide.base.map_size(layer.name);
            const StylePlaces::Part& part = style.parts.at(layer.name);
            parts_[layer.name] = {
                LayerPlaces(grid_, layer.stride, height, width),
                {part.compared, nearest, part.scale, part.positions}};
        }
        target_squares_ = style.squares.index_select(0, nearest.to(at::kLong));
        least_square_ =
            least_square_share * std::max(style.squares.mean().item<double>(), least_square_share);
        const double visible =
            weights_.defined() ? weights_.sum(at::kDouble).item<double>() : double(grid_.count());
        factor_ /= std::max(visible, 1e-6);
    }

    std::vector<std::string> layers() const override {
        std::vector<std::string> layers;
        for (const auto& [name, part] : parts_)
            layers.push_back(name);
        return layers;
    }

    void begin() override {
        for (at::Tensor* values : {&products_, &squares_, &own_, &target_})
            *values = at::zeros_like(target_squares_);
        loss_ = 0;
    }

    void
    look(const std::string& layer, const at::Tensor& features, const Region& positions) override {
        const Part& part = parts_.at(layer);
        part.places.add_products(features, positions, part.targets, products_, squares_);
    }

    void settle(const Tile& tile) override {
        const Region seen = in_places(tile.crop);
        if (seen.empty())
            return;
        const auto of_tile = [&](const at::Tensor& of_places) {
            return part_of(of_places.view({grid_.height, grid_.width}), seen);
        };
        MatchingLosses found = matching_losses(
            of_tile(squares_), of_tile(products_), of_tile(target_squares_), least_square_);
        if (weights_.defined())
            for (at::Tensor* values : {&found.losses, &found.own, &found.target})
                values->mul_(of_tile(weights_));
        loss_ += factor_ * part_of(found.losses, in_places(tile.inner).relative_to(seen))
                               .sum(at::kDouble)
                               .item<double>();
        of_tile(own_).copy_(found.own.mul_(factor_));
        of_tile(target_).copy_(found.target.mul_(factor_));
        // For the next tile, whose margins may overlap.
        of_tile(products_).zero_();
        of_tile(squares_).zero_();
    }

    at::Tensor gradient(
        const std::string& layer, const at::Tensor& features, const Region& crop,
        const Region&) override {
        const Part& part = parts_.at(layer);
        return part.places.gradient(features, crop, part.targets, own_, target_);
    }

    void add_losses(Losses& losses) const override { losses.add("matching", loss_); }

  private:
    struct Part {
        LayerPlaces places;
        PlaceTargets targets;
    };

    // What lies beyond the last whole place belongs to none.
    Region in_places(const Region& pixels) const {
        const auto end = [](std::int64_t last, std::int64_t all) {
            return std::min(all, last / place_side);
        };
        const std::int64_t top = pixels.top / place_side;
        const std::int64_t left = pixels.left / place_side;
        return {
            top, left, end(pixels.bottom(), grid_.height) - top,
            end(pixels.right(), grid_.width) - left};
    }

    PlaceGrid grid_;
    double factor_; // on the sum over places
    std::map<std::string, Part> parts_;
    at::Tensor target_squares_; // [places]
    at::Tensor weights_;        // [places], how much of each is visible; undefined: all of all
    double least_square_ = 0;
    // Of the evaluation at hand, [places].
    at::Tensor products_;
    at::Tensor squares_;
    at::Tensor own_;
    at::Tensor target_;
    double loss_ = 0;
};

} // namespace

TermKind matching_kind() {
    return {
        [](const DemandQuestion& question) -> TermDemand {
            TermDemand demand;
            if (!takes_part(question.settings))
                return demand;
            double channels = 0;
            double compared = 0; // numbers of a candidate, where its positions are
            double widest = 0;   // numbers of a candidate in one layer
            for (const PlaceLayer& layer :
                 place_layers(question.settings, question.chain, question.deepest_block)) {
                demand.taps.push_back({layer.name, 0, 0});
                const double outputs = question.chain[question.chain.index_of(layer.name)].outputs;
                channels += outputs;
                if (layer.compared_positions() > 1)
                    compared += outputs * layer.compared_positions();
                widest = std::max(widest, outputs * layer.compared_positions());
                demand.alignment = std::max({demand.alignment, place_side, layer.stride});
            }
            const double place = place_side * place_side;
            const double places = double(question.base.width) * question.base.height / place;
            const double turns = is_turned(question.base.height, question.base.width) ? 4 : 1;
            double candidates = 0;
            for (const Size& style : question.styles)
                candidates += turns * double(style.width) * style.height / place;
            // What the matrix library takes for its first product, for good: measured.
            constexpr double blas_bytes = 64 << 20;
            constexpr double per_place = 8; // numbers: the nearest, sums and factors
            demand.target_bytes =
                candidates *
                    StylePlaces::bytes_per_candidate(channels, compared, question.feature_bytes) +
                std::max(1, question.masked_parts) * places * per_place * sizeof(float) +
                blas_bytes;
            // Base and what has been painted, the search, one layer of the candidates in single
            // precision, the sample and its centred copy.
            demand.making_bytes =
                sizeof(float) * (2.0 * 3 * question.base.width * question.base.height +
                                 candidates * widest + double(sampled_candidates) * channels * 2) +
                places * search_bytes_per_place(channels, int(question.styles.size())) +
                2.0 * double(search_block_bytes);
            return demand;
        },
        [](const TermContext& context) {
            std::vector<std::unique_ptr<Term>> terms;
            if (!takes_part(context.settings))
                return terms;
            const auto layers = place_layers(
                context.settings, context.base.network().chain(), context.deepest_block);
            if (!layers.empty())
                for (const GuideSource& guide : context.guides)
                    terms.push_back(std::make_unique<MatchingTerm>(context, guide, layers));
            return terms;
        },
    };
}

} // namespace style_transfer
