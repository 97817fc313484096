// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/network/tiled_network.h"

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

namespace style_transfer {

// [3, height, width], RGB 0–255, and, when not all of it is visible, [height, width] with 0 hidden
// … 1 visible. Both of one type, float or double.
struct VisiblePicture {
    at::Tensor picture;
    at::Tensor mask; // undefined: everything is visible
};

// A picture and the network that looks at it.
class FeatureSource {
  public:
    // `network` must outlive it. `what` begins the sentence: N_("The style"). Throws
    // Error(invalid_argument) when nothing of the picture is visible.
    FeatureSource(const Network& network, VisiblePicture picture, TilePlan tiles, const char* what);

    const at::Tensor& picture() const { return picture_.picture; }
    const at::Tensor& mask() const { return picture_.mask; }
    const Network& network() const { return network_; }
    double visible_pixels() const { return visible_pixels_; }

    // One pass over `picture` (of this one's size), or over this one's own.
    void visit(
        const std::vector<std::string>& layers, const TiledNetwork::Visitor& visitor,
        const CancellationToken& token, const at::Tensor& picture = {}) const;

    // How much of each position of the layer's map is visible, [height, width]; undefined when
    // everything is.
    at::Tensor weights(const std::string& layer) const;

    // The size of a layer's map.
    std::pair<std::int64_t, std::int64_t> map_size(const std::string& layer) const;

  private:
    const Network& network_;
    VisiblePicture picture_;
    TilePlan tiles_;
    double visible_pixels_ = 0;
    mutable Features weights_;
};

} // namespace style_transfer
