// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/tiled_network.h"

#include "engine/network/feature_maps.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace style_transfer {

namespace {

bool is_whole(const at::Tensor& map, const Region& region) {
    return region == Region{0, 0, map.size(-2), map.size(-1)};
}

} // namespace

TiledNetwork::TiledNetwork(const Network& network, std::vector<std::string> taps, TilePlan plan)
    : network_(network), taps_(std::move(taps)), plan_(std::move(plan)) {
    const Network::Range all = network_.chain().range_to(taps_);
    if (plan_.empty())
        plan_.push_back({all.first, all.last});
}

int TiledNetwork::stride_within(const Segment& segment, const std::string& layer) const {
    return network_.chain().stride({segment.first, network_.chain().range_to({layer}).last});
}

at::Tensor
TiledNetwork::input_of(const Segment& segment, const at::Tensor& map, const Region& crop) const {
    if (segment.first == 0)
        return network_.input(part_of(map, crop));
    return is_whole(map, crop) ? map : part_of(map, crop).contiguous(feature_format);
}

TiledNetwork::Pass TiledNetwork::forward(
    const at::Tensor& picture, Network::Keep keep, const Visitor& visitor,
    const CancellationToken& token) const {
    network_.check_size(picture, {0, plan_.back().last});
    Pass pass;
    pass.maps.push_back(picture);
    for (const Segment& segment : plan_) {
        const Network::Range range{segment.first, segment.last};
        const int stride = network_.chain().stride(range);
        const bool is_last = &segment == &plan_.back();
        const at::Tensor map = pass.maps.back();
        const auto tiles = make_tiles(
            map.size(-2), map.size(-1), segment.forward_side,
            network_.chain().forward_margin(range), std::max(stride, segment.alignment));
        const bool keeps_tile = is_last && keep == Network::Keep::activations &&
                                tiles.size() == 1 && segment.backward_side == 0;
        at::Tensor output;
        for (const Tile& tile : tiles) {
            const auto visit = [&](const std::string& layer, const at::Tensor& features) {
                const int layer_stride = stride_within(segment, layer);
                const Region place = tile.inner.divided_by(layer_stride);
                if (place.empty())
                    return;
                const Region crop = tile.crop.divided_by(layer_stride);
                visitor(layer, part_of(features, place.relative_to(crop)), place);
            };
            Network::Pass one = network_.forward(
                input_of(segment, map, tile.crop), range, taps_,
                keeps_tile ? Network::Keep::activations : Network::Keep::nothing, visit, token);
            if (keeps_tile)
                pass.whole = std::move(one);
            if (is_last)
                continue;
            if (tiles.size() == 1) {
                output = std::move(one.output);
                continue;
            }
            if (!output.defined())
                output = at::empty(
                    {1, one.output.size(1), map.size(-2) / stride, map.size(-1) / stride},
                    one.output.options(), feature_format);
            const Region place = tile.inner.divided_by(stride);
            part_of(output, place)
                .copy_(part_of(one.output, place.relative_to(tile.crop.divided_by(stride))));
        }
        if (is_last)
            break;
        if (keep == Network::Keep::nothing)
            pass.maps.clear();
        pass.maps.push_back(std::move(output));
    }
    if (keep == Network::Keep::nothing)
        pass.maps.clear();
    return pass;
}

void TiledNetwork::there_and_back(
    const at::Tensor& picture, at::Tensor& gradient, const TileVisitor& visitor,
    const CancellationToken& token) const {
    const Segment& segment = plan_.front();
    const Network::Range range{segment.first, segment.last};
    network_.check_size(picture, {0, segment.last});
    const LayerChain& chain = network_.chain();
    const auto tiles = make_tiles(
        picture.size(-2), picture.size(-1), segment.backward_side,
        chain.backward_margin(range, segment.alignment),
        std::max(chain.stride(range), segment.alignment));
    for (const Tile& tile : tiles) {
        Network::Pass pass = network_.forward(
            input_of(segment, picture, tile.crop), range, taps_, Network::Keep::activations,
            [&](const std::string& layer, const at::Tensor& features) {
                visitor.look(layer, features, tile.crop.divided_by(stride_within(segment, layer)));
            },
            token);
        pass.output.reset();
        visitor.settle(tile);
        const at::Tensor back = network_.backward(
            pass, {},
            [&](const std::string& layer, const at::Tensor& features) {
                const int stride = stride_within(segment, layer);
                return visitor.gradient(
                    layer, features, tile.crop.divided_by(stride), tile.inner.divided_by(stride));
            },
            token);
        if (back.defined())
            part_of(gradient, tile.inner)
                .add_(part_of(network_.picture_gradient(back), tile.inner.relative_to(tile.crop)));
    }
}

void TiledNetwork::backward(
    Pass& pass, at::Tensor& gradient, const TapGradient& tap_gradient,
    const CancellationToken& token) const {
    at::Tensor output_gradient; // with respect to the output of the segment at hand
    for (auto segment = plan_.rbegin(); segment != plan_.rend(); ++segment) {
        const Network::Range range{segment->first, segment->last};
        const int stride = network_.chain().stride(range);
        const at::Tensor map = std::move(pass.maps.back());
        pass.maps.pop_back();
        const auto tiles = make_tiles(
            map.size(-2), map.size(-1), segment->backward_side,
            network_.chain().backward_margin(range, segment->alignment),
            std::max(stride, segment->alignment));
        at::Tensor map_gradient;
        for (const Tile& tile : tiles) {
            Network::Pass one;
            if (pass.whole) {
                one = std::move(*pass.whole);
                pass.whole.reset();
            } else {
                one = network_.forward(
                    input_of(*segment, map, tile.crop), range, taps_, Network::Keep::activations,
                    [](const auto&, const auto&) {}, token);
                one.output.reset();
            }
            at::Tensor from;
            if (output_gradient.defined()) {
                const Region crop = tile.crop.divided_by(stride);
                from = is_whole(output_gradient, crop)
                           ? output_gradient
                           : part_of(output_gradient, crop).contiguous(feature_format);
                if (tiles.size() == 1)
                    output_gradient.reset();
            }
            at::Tensor back = network_.backward(
                one, std::move(from),
                [&](const std::string& layer, const at::Tensor& features) {
                    const int layer_stride = stride_within(*segment, layer);
                    return tap_gradient(
                        layer, features, tile.crop.divided_by(layer_stride),
                        tile.inner.divided_by(layer_stride));
                },
                token);
            if (!back.defined())
                continue; // nothing of the objective lies in this segment or deeper
            const Region inner = tile.inner.relative_to(tile.crop);
            if (segment->first == 0) {
                part_of(gradient, tile.inner).add_(part_of(network_.picture_gradient(back), inner));
                continue;
            }
            if (tiles.size() == 1) {
                map_gradient = std::move(back);
                continue;
            }
            if (!map_gradient.defined())
                map_gradient = at::empty(map.sizes(), back.options(), feature_format);
            part_of(map_gradient, tile.inner).copy_(part_of(back, inner));
        }
        output_gradient = std::move(map_gradient);
    }
}

} // namespace style_transfer
