// SPDX-License-Identifier: GPL-3.0-or-later
// What passes through a network hold at once, step by step as Network and TiledNetwork take them.
#pragma once

#include "engine/model/model.h"
#include "engine/network/tiles.h"

#include <cstdint>
#include <string>
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
    PassMemory(
        const Model& model, std::vector<std::string> taps, std::string content_layer,
        int feature_bytes, bool masked);

    int layers() const { return int(steps_.size()); }
    bool is_pool(int layer) const { return steps_[std::size_t(layer)].pool; }
    // Channels of the map before a layer.
    int channels_before(int layer) const;
    // Of all kernels, as one of two copies.
    double kernel_bytes() const;
    // Of the content target of a picture of `size`; 0 without a content layer.
    double content_bytes(MapSize size) const;
    // Of a whole map before a layer.
    double map_bytes(int layer, MapSize size) const;

    // Peaks in bytes of layers [first, last) on an input of `size`, the input itself included when
    // `owns_input`. With activations kept the return value of the forward pass is `kept`.
    struct Forward {
        double peak = 0;
        double kept = 0;
    };
    Forward forward(int first, int last, MapSize size, bool keep, bool owns_input) const;
    // Of the way back after such a forward pass; `kept` as it returned.
    double backward(int first, int last, MapSize size, double kept, bool deeper) const;

    // Margins and strides as Network has them.
    std::int64_t stride(int first, int last) const;
    std::int64_t forward_margin(int first, int last) const;
    std::int64_t backward_margin(int first, int last) const;

    // Multiplications per position of the input.
    double work(int first, int last) const;

  private:
    struct Step {
        bool pool = false;
        bool tapped = false;
        bool content = false;
        bool measured = false; // has a tap map
        int inputs = 0;
        int outputs = 0;
    };
    std::int64_t reach(int first, int last) const;
    // Whether ReLU is done by the pool behind it.
    bool fused(int layer, int last) const;
    double kept_by(int layer, int last, MapSize size) const; // size before the layer

    std::vector<Step> steps_;
    double feature_bytes_;
    bool masked_;
};

} // namespace style_transfer
