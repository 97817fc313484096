// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Passes over a picture of any size in bounded memory, exactly: what comes
// out does not depend on the tiles. Each segment of layers runs tile by tile with a margin as wide
// as its convolutions see; the picture's own border alone is padded with zeros.
#pragma once

#include "engine/network/network.h"
#include "engine/network/tiles.h"

#include <optional>

namespace style_transfer {

class TiledNetwork {
  public:
    // `network` must outlive it. An empty plan: everything at once.
    TiledNetwork(const Network& network, std::vector<std::string> taps, TilePlan plan = {});

    // Called once per tile and tapped layer with the features of the tile's inner part, which
    // together cover the layer's map once; `place` is where they lie in it.
    using Visitor = std::function<void(
        const std::string& layer, const at::Tensor& features, const Region& place)>;

    // Stands between forward() and backward(): the maps between the segments and, when the last
    // segment is a single tile, its activations, so that nothing is computed twice.
    class Pass {
        friend class TiledNetwork;
        std::vector<at::Tensor> maps; // input of each segment
        std::optional<Network::Pass> whole;
    };
    Pass forward(
        const at::Tensor& picture, Network::Keep keep, const Visitor& visitor,
        const CancellationToken& token) const;

    // The gradient of the objective's own terms with respect to the features of a tile, margins
    // included: they are at `crop` of the layer's map, and `inner` is the part that belongs to the
    // tile alone. Undefined for none.
    using TapGradient = std::function<at::Tensor(
        const std::string& layer, const at::Tensor& features, const Region& crop,
        const Region& inner)>;

    // Adds the gradient with respect to the picture to `gradient`. Uses the pass up.
    void backward(
        Pass& pass, at::Tensor& gradient, const TapGradient& tap_gradient,
        const CancellationToken& token) const;

    // Whether the layers are one segment. Then what needs no more than a tile at once can be done
    // tile by tile, there and back, with each layer computed once.
    bool is_one_segment() const { return plan_.size() == 1; }

    struct TileVisitor {
        // A tapped layer's features of a tile with its margins, at `crop` of the layer's map.
        std::function<void(
            const std::string& layer, const at::Tensor& features, const Region& crop)>
            look;
        // All of a tile has been seen; its regions are in pixels.
        std::function<void(const Tile& tile)> settle;
        TapGradient gradient;
    };
    // Adds the gradient with respect to the picture to `gradient`. Only with one segment.
    void there_and_back(
        const at::Tensor& picture, at::Tensor& gradient, const TileVisitor& visitor,
        const CancellationToken& token) const;

  private:
    at::Tensor input_of(const Segment& segment, const at::Tensor& map, const Region& crop) const;
    int stride_within(const Segment& segment, const std::string& layer) const;

    const Network& network_;
    std::vector<std::string> taps_;
    TilePlan plan_;
};

} // namespace style_transfer
