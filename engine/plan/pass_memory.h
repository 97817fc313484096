// SPDX-License-Identifier: GPL-3.0-or-later
// What passes through a network hold at once, step by step as Network and TiledNetwork take them.
#pragma once

#include "engine/model/layer_chain.h"
#include "engine/network/tiles.h"
#include "engine/objective/term_demand.h"

#include <vector>

namespace style_transfer {

// Height and width as double: bytes of the largest pictures overflow nothing then.
struct MapSize {
    double height = 0;
    double width = 0;
    double area() const { return height * width; }
};

class PassMemory {
  public:
    using Range = LayerChain::Range;

    // `feature_bytes`: see DemandQuestion.
    PassMemory(const LayerChain& chain, const TermDemand& demand, int feature_bytes);

    const LayerChain& chain() const { return chain_; }
    // What tiles of a segment are cut at multiples of, in positions of its input, besides its own
    // stride.
    int alignment(int first) const;
    // Whether one segment goes tile by tile, there and back.
    bool local() const { return local_; }
    // Of all kernels, as one of two copies.
    double kernel_bytes() const;
    // Of a whole map before a layer.
    double map_bytes(int layer, MapSize size) const;

    // Peaks in bytes of the layers of `range` on an input of `size`, the input itself included when
    // `owns_input`. With activations kept the return value of the forward pass is `kept`.
    struct Forward {
        double peak = 0;
        double kept = 0;
    };
    Forward forward(Range range, MapSize size, bool keep, bool owns_input) const;
    // Of the way back after such a forward pass; `kept` as it returned.
    double backward(Range range, MapSize size, double kept, bool deeper) const;

  private:
    // What terms do at a layer.
    struct Looked {
        bool tapped = false;
        double forward_copies = 0;
        double backward_copies = 0;
    };
    double kept_by(int layer, Range range, MapSize size) const; // size before the layer

    LayerChain chain_;
    std::vector<Looked> looked_; // one per layer
    double feature_bytes_;
    bool local_;
    int alignment_; // pixels
};

} // namespace style_transfer
