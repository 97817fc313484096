// SPDX-License-Identifier: GPL-3.0-or-later
// A network's layers without their weights: how a pass over them shrinks a picture, how far it
// looks, what it multiplies. Everything that plans a pass or takes one asks here.
#pragma once

#include "engine/model/model.h"

#include <string>
#include <vector>

namespace style_transfer {

class LayerChain {
  public:
    struct Step {
        std::string name; // empty for a pool
        bool pool = false;
        bool measured = false; // has a tap map
        int inputs = 0;        // channels
        int outputs = 0;
    };
    // The layers [first, last) that a pass runs through.
    struct Range {
        int first = 0;
        int last = 0;
    };

    LayerChain() = default;
    // Of layers whose kernels may be there or not; the channels count.
    explicit LayerChain(const std::vector<Layer>& layers);

    int size() const { return int(steps_.size()); }
    Range whole() const { return {0, size()}; }
    const Step& operator[](int layer) const { return steps_[std::size_t(layer)]; }
    bool is_pool(int layer) const { return (*this)[layer].pool; }

    bool contains(const std::string& name) const;
    // The index of the layer `name`. Throws Error(model) for an unknown name.
    int index_of(const std::string& name) const;
    // All layers up to the deepest one of `names`. Throws Error(model) for an unknown name.
    Range range_to(const std::vector<std::string>& names) const;

    // 1 + the pools before a layer.
    int block_of(int layer) const;
    // Side of the square of the picture that one value after a layer looks at, in pixels.
    int field_of_view(int layer) const;

    // By how much the pools of the range divide the sides.
    int stride(Range range) const;
    // How far beyond a tile a pass has to look so that the tile's part is exact, in positions of
    // the range's input and as a multiple of stride(range).
    // There: a position sees one position to each side per convolution, at the convolution's
    // stride. Back: what is wrong near the cut goes as far, and then what flows back from there.
    // Terms may look at squares of `alignment` positions at once, all of which are wrong with one.
    int forward_margin(Range range) const;
    int backward_margin(Range range, int alignment = 1) const;

    // Whether ReLU and the pool behind it are done in one: where nobody looks between them.
    bool fused(int layer, Range range, bool tapped) const;

    // Numbers in all kernels.
    double kernel_numbers() const;
    // Multiplications per position of the range's input.
    double work(Range range) const;

  private:
    int reach(Range range) const;

    std::vector<Step> steps_;
};

} // namespace style_transfer
