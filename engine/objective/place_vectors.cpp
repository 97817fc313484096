// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/place_vectors.h"

#include <ATen/TensorOperators.h>

#include <algorithm>

namespace style_transfer {

namespace {

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
    names.reserve(layers.size());
    for (const PlaceLayer& layer : layers)
        names.push_back(layer.name);
    return names;
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
    for (PlaceLayer& layer : layers) {
        layer.share /= sum;
        layer.each_position = deepest < deepest_matched_block;
    }
    return layers;
}

void visit_places(
    const FeatureSource& source, const at::Tensor& picture, const std::vector<PlaceLayer>& layers,
    const CancellationToken& token,
    const std::function<void(const PlaceLayer&, const at::Tensor&, const Region&)>& use,
    bool compared) {
    source.visit(
        names_of(layers),
        [&](const std::string& name, const at::Tensor& features, const Region& positions) {
            const auto layer = std::ranges::find(layers, name, &PlaceLayer::name);
            const LayerPlaces map = places_of(source, *layer);
            const Region places = map.places(positions);
            const bool each = compared && layer->each_position;
            const auto rows =
                band_rows(places, features.size(0) * (each ? layer->compared_positions() : 1));
            for (std::int64_t first = 0; first < places.height; first += rows) {
                const auto last = std::min(places.height, first + rows);
                const Region band{places.top + first, places.left, last - first, places.width};
                const at::Tensor maps = features.cpu();
                use(*layer,
                    (each ? map.position_vectors(maps, positions, first, last)
                          : map.vectors(maps, positions, first, last))
                        .contiguous(),
                    band);
            }
        },
        token, picture);
}

at::Tensor band_of(const at::Tensor& all, PlaceGrid grid, const Region& band) {
    return all.view({grid.height, grid.width, all.size(1)})
        .narrow(0, band.top, band.height)
        .narrow(1, band.left, band.width);
}

} // namespace style_transfer
