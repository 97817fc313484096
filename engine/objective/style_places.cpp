// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/style_places.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/objective/principal_components.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/rot90.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

// Nearer to the mean of all candidates, a direction is noise.
constexpr double least_distance = 1e-6;

// The places that can be candidates: those that are mostly visible or, when there is none, the most
// visible one. Undefined: all.
at::Tensor visible_places(const FeatureSource& source) {
    if (!source.mask().defined())
        return {};
    const at::Tensor share =
        at::avg_pool2d(source.mask().unsqueeze(0).unsqueeze(0), place_side, place_side).flatten();
    return at::nonzero(share.ge(std::min(0.5, share.max().item<double>()))).flatten();
}

VisiblePicture turned_by(const FeatureSource& source, int quarters) {
    const auto turn = [&](const at::Tensor& picture, std::int64_t rows) {
        return picture.defined() ? at::rot90(picture, quarters, {rows, rows + 1}).contiguous()
                                 : picture;
    };
    return {turn(source.picture(), 1), turn(source.mask(), 0)};
}

// The candidates of one picture, and which of them are neighbours.
struct Candidates {
    std::map<std::string, at::Tensor> vectors; // by layer
    Neighbours neighbours;
};

// The candidate `rows` down and `columns` to the right of each, or -1; `chosen` are the places that
// are candidates, undefined: all.
at::Tensor numbers_beside(PlaceGrid grid, const at::Tensor& chosen, int rows, int columns) {
    at::Tensor index = at::full({grid.height + 1, grid.width + 1}, -1, at::kInt);
    const auto count = chosen.defined() ? chosen.size(0) : grid.count();
    at::Tensor numbers = at::arange(count, at::kInt);
    if (chosen.defined())
        numbers = at::full({grid.count()}, -1, at::kInt).index_copy_(0, chosen.cpu(), numbers);
    index.narrow(0, 0, grid.height)
        .narrow(1, 0, grid.width)
        .copy_(numbers.view({grid.height, grid.width}));
    const at::Tensor found =
        index.narrow(0, rows, grid.height).narrow(1, columns, grid.width).reshape({grid.count()});
    return chosen.defined() ? found.index_select(0, chosen.cpu()) : found;
}

Candidates candidates_of(
    const FeatureSource& source, const std::vector<PlaceLayer>& layers,
    const CancellationToken& token) {
    const auto height = source.picture().size(1), width = source.picture().size(2);
    const PlaceGrid grid = PlaceGrid::of(height, width);
    if (grid.count() == 0)
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("A style of %ld×%ld pixels is too small to match anything with: it needs at "
                  "least %ld pixels on the shorter side. Choose a larger size."),
                long{width}, long{height}, long{place_side}));
    const auto type = source.network().type();
    Candidates candidates;
    auto& vectors = candidates.vectors;
    visit_places(
        source, {}, layers, token,
        [&](const PlaceLayer& layer, const at::Tensor& found, const Region& band) {
            at::Tensor& all = vectors[layer.name];
            if (!all.defined())
                all = at::empty({grid.count(), found.size(1)}, found.options().dtype(type));
            band_of(all, grid, band).copy_(found.view({band.height, band.width, found.size(1)}));
        },
        /*compared=*/true);
    const at::Tensor visible = visible_places(source);
    if (visible.defined())
        for (auto& [name, all] : vectors)
            all = all.index_select(0, visible);
    candidates.neighbours.right = numbers_beside(grid, visible, 0, 1);
    candidates.neighbours.below = numbers_beside(grid, visible, 1, 0);
    return candidates;
}

} // namespace

std::int64_t search_dimensions(std::int64_t channels) {
    // With the best 16 compared whole, 99.7 to 100 % of the neighbours are those of the whole
    // vectors (photographs of 512 pixels, both bundled networks, blocks 1 to 4 or 1 and 2); with
    // half as many dimensions it is 96 to 99.7 %.
    constexpr std::int64_t least = 64, most = 256;
    return std::min(channels, std::clamp(channels / 3, least, most));
}

std::int64_t StylePlaces::bytes() const {
    std::size_t sum = squares.nbytes() + distances.nbytes() + projected.nbytes() +
                      neighbours.right.nbytes() + neighbours.below.nbytes();
    for (const auto& [layer, part] : parts)
        sum += part.compared.nbytes() + part.means.nbytes() + part.directions.nbytes() +
               (part.positions > 1 ? part.vectors.nbytes() : 0);
    return std::int64_t(sum);
}

double StylePlaces::bytes_per_candidate(double channels, double compared, int feature_bytes) {
    return (channels + compared) * feature_bytes +
           double(search_dimensions(std::int64_t(channels)) + 4) * sizeof(float);
}

namespace {

// All sets, one after the other, in the order of the styles and of the turns of each.
std::vector<Candidates> sets_of(
    const std::vector<const FeatureSource*>& styles, const std::vector<PlaceLayer>& layers,
    bool turned, const CancellationToken& token, std::vector<StylePlaces::Rows>& rows) {
    std::vector<Candidates> sets;
    std::int64_t count = 0;
    for (const FeatureSource* style : styles) {
        const std::int64_t first = count;
        for (int quarters = 0; quarters < (turned ? 4 : 1); ++quarters) {
            sets.push_back(
                quarters == 0
                    ? candidates_of(*style, layers, token)
                    : candidates_of(
                          FeatureSource(
                              style->network(), turned_by(*style, quarters), {}, N_("The style")),
                          layers, token));
            count += sets.back().neighbours.right.size(0);
        }
        rows.push_back({first, count - first});
    }
    return sets;
}

at::Tensor neighbours_in(const std::vector<Candidates>& sets, at::Tensor Neighbours::*neighbour) {
    std::vector<at::Tensor> all;
    all.reserve(sets.size());
    std::int64_t before = 0;
    for (const Candidates& set : sets) {
        const at::Tensor& own = set.neighbours.*neighbour;
        all.push_back(at::where(own.ge(0), own + before, own).to(at::kInt));
        before += own.size(0);
    }
    return at::cat(all);
}

// Scales what the sets have of one layer, whose share it gets, and adds its squares. `type` is what
// is summed up in.
StylePlaces::Part scaled_part(
    std::vector<Candidates>& sets, const PlaceLayer& layer, at::ScalarType type,
    StylePlaces& places) {
    std::vector<at::Tensor> all;
    all.reserve(sets.size());
    for (Candidates& set : sets)
        all.push_back(std::move(set.vectors.at(layer.name)));
    StylePlaces::Part part;
    part.positions = layer.compared_positions();
    const at::Tensor whole = all.size() == 1 ? all.front() : at::cat(all);
    part.compared = whole.view({whole.size(0) * part.positions, -1});
    const at::Tensor squares =
        whole.norm(2, {1}, /*keepdim=*/false, type).square().div_(part.positions);
    double mean = 0; // of the styles' own, however large each is
    for (const StylePlaces::Rows& rows : places.styles)
        mean += rows.of(squares).mean().item<double>() / double(places.styles.size());
    part.scale = mean > 0 ? std::sqrt(layer.share / mean) : 0;
    part.compared.mul_(part.scale);
    part.vectors = part.positions == 1 ? part.compared
                                       : whole.view({whole.size(0), part.positions, -1})
                                             .mean(1, /*keepdim=*/false, type)
                                             .to(whole.scalar_type());
    const at::Tensor scaled = squares * (part.scale * part.scale);
    places.squares = places.squares.defined() ? places.squares.add_(scaled) : scaled;
    return part;
}

// Finds the mean of each style's vectors; some of all vectors, from these.
at::Tensor centred_sample(
    StylePlaces::Part& part, const std::vector<StylePlaces::Rows>& styles, at::ScalarType type) {
    const auto count = std::int64_t(styles.size());
    part.means = at::empty({count, part.vectors.size(1)}, part.vectors.options().dtype(type));
    std::vector<at::Tensor> sample;
    sample.reserve(styles.size());
    for (std::int64_t i = 0; i < count; ++i) {
        const at::Tensor own = styles[std::size_t(i)].of(part.vectors);
        const at::Tensor mean = part.means[i].copy_(own.mean(0, /*keepdim=*/false, type));
        const at::Tensor rows = at::linspace(
                                    0, double(own.size(0) - 1),
                                    std::min(own.size(0), sampled_candidates / count), at::kDouble)
                                    .round()
                                    .to(at::kLong)
                                    .to(own.device());
        sample.push_back(own.index_select(0, rows).to(type) - mean);
    }
    return at::cat(sample);
}

// Adds what the vectors of one layer, from their style's mean, are in its directions, and the
// squares of their lengths.
void add_projected(const StylePlaces::Part& part, StylePlaces& places) {
    const auto band_rows = std::max<std::int64_t>(1, band_numbers / part.vectors.size(1));
    std::int64_t style = 0;
    for (const StylePlaces::Rows& rows : places.styles) {
        for (std::int64_t done = 0; done < rows.count; done += band_rows) {
            const StylePlaces::Rows band{rows.first + done, std::min(band_rows, rows.count - done)};
            const at::Tensor centred =
                band.of(part.vectors).to(part.means.scalar_type()) - part.means[style];
            band.of(places.projected).add_(at::mm(centred, part.directions));
            band.of(places.distances).add_(centred.square().sum(1));
        }
        ++style;
    }
}

} // namespace

StylePlaces style_places(
    const std::vector<const FeatureSource*>& styles, const std::vector<PlaceLayer>& layers,
    bool turned, const CancellationToken& token) {
    StylePlaces places;
    std::vector<Candidates> sets = sets_of(styles, layers, turned, token, places.styles);
    places.neighbours.right = neighbours_in(sets, &Neighbours::right);
    places.neighbours.below = neighbours_in(sets, &Neighbours::below);
    // What is summed up over bfloat16 is in single precision.
    const auto type = styles.front()->network().type() == at::kDouble ? at::kDouble : at::kFloat;
    std::vector<at::Tensor> samples;
    samples.reserve(layers.size());
    for (const PlaceLayer& layer : layers) {
        StylePlaces::Part& part = places.parts[layer.name] = scaled_part(sets, layer, type, places);
        samples.push_back(centred_sample(part, places.styles, type));
    }
    token.throw_if_cancelled();
    const at::Tensor sampled = at::cat(samples, 1);
    const at::Tensor projection = principal_components(
        sampled, std::min(search_dimensions(sampled.size(1)), sampled.size(0)));
    const auto count = places.squares.size(0);
    places.projected = at::zeros({count, projection.size(1)}, projection.options());
    places.distances = at::zeros({count}, projection.options());
    std::int64_t begin = 0;
    for (const PlaceLayer& layer : layers) {
        StylePlaces::Part& part = places.parts.at(layer.name);
        part.directions = projection.narrow(0, begin, part.vectors.size(1)).contiguous();
        begin += part.vectors.size(1);
        add_projected(part, places);
    }
    // All whole vectors together have a mean square of 1.
    places.distances.sqrt_().clamp_min_(least_distance);
    places.projected.div_(places.distances.unsqueeze(1));
    return places;
}

} // namespace style_transfer
