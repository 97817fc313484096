// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/style_places.h"

#include "engine/base/error.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/rot90.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

// Rows of places whose vectors are in memory at once.
constexpr std::int64_t band_numbers = std::int64_t{1} << 21;

std::int64_t band_rows(const Region& places, std::int64_t channels) {
    return std::max<std::int64_t>(
        1, band_numbers / std::max<std::int64_t>(1, places.width * channels));
}

LayerPlaces places_of(const FeatureSource& source, const PlaceLayer& layer) {
    const auto [height, width] = source.map_size(layer.name);
    return {
        PlaceGrid::of(source.picture().size(1), source.picture().size(2)), layer.stride, height,
        width};
}

std::vector<std::string> names_of(const std::vector<PlaceLayer>& layers) {
    std::vector<std::string> names;
    for (const PlaceLayer& layer : layers)
        names.push_back(layer.name);
    return names;
}

// Calls `use(layer, vectors, places)` with the vectors of all places, band by band.
template <typename Use>
void visit_places(
    const FeatureSource& source, const at::Tensor& picture, const std::vector<PlaceLayer>& layers,
    const CancellationToken& token, Use use) {
    source.visit(
        names_of(layers),
        [&](const std::string& name, const at::Tensor& features, const Region& positions) {
            const auto layer = std::ranges::find(layers, name, &PlaceLayer::name);
            const LayerPlaces map = places_of(source, *layer);
            const Region places = map.places(positions);
            const auto rows = band_rows(places, features.size(0));
            for (std::int64_t first = 0; first < places.height; first += rows) {
                const auto last = std::min(places.height, first + rows);
                const Region band{places.top + first, places.left, last - first, places.width};
                use(*layer, map.vectors(features.cpu(), positions, first, last), band);
            }
        },
        token, picture);
}

// A band of a [places, numbers] tensor, seen through the grid.
at::Tensor band_of(const at::Tensor& all, PlaceGrid grid, const Region& band) {
    return all.view({grid.height, grid.width, all.size(1)})
        .narrow(0, band.top, band.height)
        .narrow(1, band.left, band.width);
}

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

using Vectors = std::map<std::string, at::Tensor>; // by layer

Vectors candidates_of(
    const FeatureSource& source, const std::vector<PlaceLayer>& layers,
    const CancellationToken& token) {
    const auto height = source.picture().size(1), width = source.picture().size(2);
    const PlaceGrid grid = PlaceGrid::of(height, width);
    if (grid.count() == 0)
        throw Error(
            ErrorCode::invalid_argument,
            "A style of " + std::to_string(width) + "×" + std::to_string(height) +
                " pixels is too small to match anything with: it needs at least " +
                std::to_string(place_side) + " pixels on the shorter side. Choose a larger size.");
    const auto type = source.network().type();
    Vectors vectors;
    visit_places(
        source, {}, layers, token,
        [&](const PlaceLayer& layer, const at::Tensor& found, const Region& band) {
            at::Tensor& all = vectors[layer.name];
            if (!all.defined())
                all = at::empty({grid.count(), found.size(1)}, found.options().dtype(type));
            band_of(all, grid, band).copy_(found.view({band.height, band.width, found.size(1)}));
        });
    if (const at::Tensor visible = visible_places(source); visible.defined())
        for (auto& [name, all] : vectors)
            all = all.index_select(0, visible);
    return vectors;
}

} // namespace

std::vector<PlaceLayer>
place_layers(const Settings& settings, const LayerChain& chain, int deepest) {
    std::vector<PlaceLayer> layers;
    double sum = 0;
    const auto weight = [&](int block) { return settings.style_layers[std::size_t(block - 1)]; };
    for (int block = 1; block <= std::min(deepest, deepest_matched_block); ++block) {
        const std::size_t before = layers.size();
        for (int i = 0; i < chain.size(); ++i)
            if (!chain.is_pool(i) && chain.block_of(i) == block && weight(block) > 0)
                layers.push_back({chain[i].name, chain.stride({0, i}), weight(block)});
        for (std::size_t i = before; i < layers.size(); ++i)
            layers[i].share /= double(layers.size() - before);
        if (layers.size() > before)
            sum += weight(block);
    }
    for (PlaceLayer& layer : layers)
        layer.share /= sum;
    return layers;
}

std::int64_t search_dimensions(std::int64_t channels) {
    // A compromise: on real pictures at 256 and 512 pixels only 78 to 81 % of the neighbours are
    // those of the whole vectors, and some are up to 0.11 less similar.
    constexpr std::int64_t most = 256;
    return std::min(channels, most);
}

double StylePlaces::bytes_per_candidate(double channels, int feature_bytes) {
    return channels * feature_bytes +
           double(search_dimensions(std::int64_t(channels))) * sizeof(float) + sizeof(float);
}

StylePlaces style_places(
    const FeatureSource& style, const std::vector<PlaceLayer>& layers, bool turned,
    const CancellationToken& token) {
    std::vector<Vectors> sets{candidates_of(style, layers, token)};
    for (int quarters = 1; turned && quarters < 4; ++quarters)
        sets.push_back(candidates_of(
            FeatureSource(style.network(), turned_by(style, quarters), {}, "style"), layers,
            token));

    // What is summed up over bfloat16 is in single precision.
    const auto type = style.network().type() == at::kDouble ? at::kDouble : at::kFloat;
    StylePlaces places;
    at::Tensor sample_rows;
    std::vector<at::Tensor> samples;
    for (const PlaceLayer& layer : layers) {
        std::vector<at::Tensor> all;
        for (Vectors& set : sets)
            all.push_back(std::move(set.at(layer.name)));
        StylePlaces::Part& part = places.parts[layer.name];
        part.vectors = all.size() == 1 ? all.front() : at::cat(all);
        const at::Tensor squares = part.vectors.norm(2, {1}, /*keepdim=*/false, type).square();
        const double mean = squares.mean().item<double>();
        part.scale = mean > 0 ? std::sqrt(layer.share / mean) : 0;
        part.vectors.mul_(part.scale);
        const at::Tensor scaled = squares * (part.scale * part.scale);
        places.squares = places.squares.defined() ? places.squares.add_(scaled) : scaled;
        if (!sample_rows.defined()) {
            const auto count = part.vectors.size(0);
            sample_rows =
                at::linspace(0, double(count - 1), std::min(count, sampled_candidates), at::kDouble)
                    .round()
                    .to(at::kLong)
                    .to(part.vectors.device());
        }
        samples.push_back(part.vectors.index_select(0, sample_rows).to(type));
    }
    token.throw_if_cancelled();
    const at::Tensor sampled = at::cat(samples, 1);
    const Projection projection = principal_components(
        sampled, std::min(search_dimensions(sampled.size(1)), sampled.size(0)));
    std::int64_t begin = 0;
    for (const PlaceLayer& layer : layers) {
        const StylePlaces::Part& part = places.parts.at(layer.name);
        const auto channels = part.vectors.size(1);
        const at::Tensor directions = projection.directions.narrow(0, begin, channels).contiguous();
        begin += channels;
        places.directions[layer.name] = directions;
        if (!places.projected.defined())
            places.projected =
                at::zeros({part.vectors.size(0), directions.size(1)}, directions.options());
        const auto rows = std::max<std::int64_t>(1, band_numbers / channels);
        for (std::int64_t first = 0; first < part.vectors.size(0); first += rows) {
            const auto count = std::min(rows, part.vectors.size(0) - first);
            places.projected.narrow(0, first, count)
                .add_(at::mm(
                    part.vectors.narrow(0, first, count).to(directions.scalar_type()), directions));
        }
    }
    return places;
}

void add_projected_places(
    at::Tensor& projected, double weight, const FeatureSource& source, const at::Tensor& picture,
    const std::vector<PlaceLayer>& layers, const StylePlaces& style,
    const CancellationToken& token) {
    const PlaceGrid grid = PlaceGrid::of(source.picture().size(1), source.picture().size(2));
    visit_places(
        source, picture, layers, token,
        [&](const PlaceLayer& layer, const at::Tensor& vectors, const Region& band) {
            band_of(projected, grid, band)
                .add_(at::mm(
                          vectors * (weight * style.parts.at(layer.name).scale),
                          style.directions.at(layer.name))
                          .view({band.height, band.width, projected.size(1)}));
        });
}

} // namespace style_transfer
