// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/place_search.h"

#include "engine/objective/share_out.h"
#include "engine/objective/shortlist.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/dot.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mv.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace style_transfer {

namespace {

// The rows, in rising order, of a matrix whose others are lost: it stays the only copy.
at::Tensor moved_up(const at::Tensor& matrix, const at::Tensor& rows) {
    constexpr std::int64_t at_once = 4096;
    for (std::int64_t first = 0; first < rows.size(0); first += at_once) {
        const auto count = std::min(at_once, rows.size(0) - first);
        matrix.narrow(0, first, count).copy_(matrix.index_select(0, rows.narrow(0, first, count)));
    }
    return matrix.narrow(0, 0, rows.size(0));
}

class PlaceSearch {
  public:
    PlaceSearch(
        const PlaceQuestion& question, const std::vector<PlaceLayer>& layers,
        const StylePlaces& style, const CancellationToken& token)
        : question_(question), layers_(layers), style_(style), token_(token),
          grid_(PlaceGrid::of(question.base.picture().size(1), question.base.picture().size(2))) {
        if (question.visible.defined())
            seen_ = question.visible.gt(0);
    }

    at::Tensor nearest() {
        if (grid_.count() == 0)
            return at::zeros({0}, at::kInt);
        find_shortlist();
        const at::Tensor among = shortlist_.flatten().to(at::kLong);
        const auto of_listed = [&](const at::Tensor& of_candidates) {
            return of_candidates.index_select(0, among).view(shortlist_.sizes());
        };
        at::Tensor cosines = whole_products();
        cosines.sub_(of_listed(products_with_mean())).div_(of_listed(style_.distances));
        at::Tensor nearest = best_of_listed(cosines);
        if (question_.coherence > 0)
            keep_together(
                nearest, queries_, style_.projected, style_.neighbours, grid_.width,
                question_.coherence);
        return nearest;
    }

  private:
    // Calls `use(layer, vectors, share, band)` for the base and for what has been painted.
    void visit(
        const std::function<void(const PlaceLayer&, const at::Tensor&, const Region&)>& use) const {
        const double painted = question_.painted.defined() ? question_.painted_share : 0;
        const auto look = [&](const at::Tensor& picture, double share) {
            if (share > 0)
                visit_places(
                    question_.base, picture, layers_, token_,
                    [&](const PlaceLayer& layer, const at::Tensor& vectors, const Region& band) {
                        use(layer, vectors * (share * style_.parts.at(layer.name).scale), band);
                    });
        };
        look({}, 1 - painted);
        look(question_.painted, painted);
    }

    // The part of each row of the shortlist that lists a style's candidates.
    std::pair<std::int64_t, std::int64_t> columns_of(std::size_t style) const {
        std::int64_t first = 0;
        for (std::size_t i = 0; i < style; ++i)
            first += std::min(shortlist_size, style_.styles[i].count);
        return {first, std::min(shortlist_size, style_.styles[style].count)};
    }

    at::Tensor best_of_listed(const at::Tensor& cosines) const {
        std::vector<at::Tensor> fits, candidates; // by style, [places]
        fits.reserve(style_.styles.size());
        candidates.reserve(style_.styles.size());
        for (std::size_t i = 0; i < style_.styles.size(); ++i) {
            const auto [first, count] = columns_of(i);
            auto [fit, column] = cosines.narrow(1, first, count).max(1, /*keepdim=*/true);
            candidates.push_back(shortlist_.gather(1, column.add_(first)).squeeze(1));
            fits.push_back(fit.squeeze(1));
        }
        if (candidates.size() == 1)
            return candidates.front().contiguous();
        const at::Tensor chosen = share_out(at::stack(fits, 1), question_.shares, seen_);
        return at::stack(candidates, 1).gather(1, chosen.unsqueeze(1)).squeeze(1).contiguous();
    }

    void find_shortlist() {
        at::Tensor queries =
            at::zeros({grid_.count(), style_.projected.size(1)}, style_.projected.options());
        visit([&](const PlaceLayer& layer, const at::Tensor& vectors, const Region& band) {
            const StylePlaces::Part& part = style_.parts.at(layer.name);
            band_of(queries, grid_, band)
                .add_(at::mm(vectors, part.directions)
                          .view({band.height, band.width, queries.size(1)}));
            at::Tensor& sum = means_[layer.name];
            const at::Tensor own = seen_.defined()
                                       ? at::mv(
                                             vectors.t(), band_of(seen_.unsqueeze(1), grid_, band)
                                                              .reshape({-1})
                                                              .to(vectors.scalar_type()))
                                       : vectors.sum(0);
            sum = sum.defined() ? sum.add_(own) : own;
        });
        const at::Tensor rows = seen_.defined() ? at::nonzero(seen_).flatten() : at::Tensor();
        const double count = double(rows.defined() ? rows.size(0) : grid_.count());
        for (const PlaceLayer& layer : layers_) {
            at::Tensor& mean = means_.at(layer.name).div_(std::max(count, 1.0));
            queries.sub_(at::mv(style_.parts.at(layer.name).directions.t(), mean));
        }
        if (question_.coherence > 0)
            queries_ = queries;
        const bool in_place = rows.defined() && !queries_.defined();
        if (in_place)
            queries = moved_up(queries, rows);
        std::vector<at::Tensor> lists; // by style
        lists.reserve(style_.styles.size());
        for (const StylePlaces::Rows& own : style_.styles) {
            lists.push_back(
                largest_products(queries, own.of(style_.projected), shortlist_size, token_));
            lists.back().add_(own.first);
        }
        at::Tensor found = lists.size() == 1 ? lists.front() : at::cat(lists, 1);
        shortlist_ = in_place ? at::zeros({grid_.count(), found.size(1)}, found.options())
                                    .index_copy_(0, rows, found)
                              : std::move(found);
    }

    // q · (c − m) of each place q and its candidates c, m being their style's mean: [places,
    // listed].
    at::Tensor whole_products() const {
        at::Tensor products = at::zeros(shortlist_.sizes(), style_.projected.options());
        visit([&](const PlaceLayer& layer, const at::Tensor& vectors, const Region& band) {
            const StylePlaces::Part& part = style_.parts.at(layer.name);
            at::Tensor own = at::zeros({vectors.size(0), shortlist_.size(1)}, products.options());
            add_shortlist_products(
                vectors, part.vectors,
                band_of(shortlist_, grid_, band).reshape({-1, shortlist_.size(1)}), own);
            for (std::size_t i = 0; i < style_.styles.size(); ++i) {
                const auto [first, count] = columns_of(i);
                own.narrow(1, first, count)
                    .sub_(at::mv(vectors, part.means[std::int64_t(i)]).unsqueeze(1));
            }
            band_of(products, grid_, band)
                .add_(own.view({band.height, band.width, shortlist_.size(1)}));
        });
        return products;
    }

    // n · (c − m) of all candidates, n being the mean of the places: [candidates].
    at::Tensor products_with_mean() const {
        const auto count = style_.projected.size(0);
        at::Tensor products = at::zeros({1, count}, style_.projected.options());
        const at::Tensor all = at::arange(count, at::kInt).unsqueeze(0);
        for (const PlaceLayer& layer : layers_) {
            const StylePlaces::Part& part = style_.parts.at(layer.name);
            const at::Tensor& mean = means_.at(layer.name);
            add_shortlist_products(mean.unsqueeze(0), part.vectors, all, products);
            for (std::size_t i = 0; i < style_.styles.size(); ++i)
                style_.styles[i]
                    .of(products.squeeze(0))
                    .sub_(at::dot(mean, part.means[std::int64_t(i)]));
        }
        return products.squeeze(0);
    }

    const PlaceQuestion& question_;
    const std::vector<PlaceLayer>& layers_;
    const StylePlaces& style_;
    const CancellationToken& token_;
    PlaceGrid grid_;
    at::Tensor shortlist_; // [places, listed], int: candidates style by style, the best first
    at::Tensor queries_;   // [places, dimensions], where they are asked for again
    at::Tensor seen_;      // [places], true or false; undefined: all
    std::map<std::string, at::Tensor> means_; // of the places that are seen, by layer
};

} // namespace

at::Tensor nearest_places(
    const PlaceQuestion& question, const std::vector<PlaceLayer>& layers, const StylePlaces& style,
    const CancellationToken& token) {
    return PlaceSearch(question, layers, style, token).nearest();
}

double search_bytes_per_place(double channels, int styles) {
    // The query in fewer dimensions, then the list twice with its products.
    const double listed = double(styles) * shortlist_size;
    return (double(search_dimensions(std::int64_t(channels))) + listed) * sizeof(float) +
           listed * (2 * sizeof(float) + sizeof(std::int64_t));
}

} // namespace style_transfer
