// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A chain of 3×3 convolutions with ReLU and 2×2 max pools, run forward and
// backward by hand: only the gradient with respect to the picture is ever computed.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/model/layer_chain.h"
#include "engine/model/model.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace style_transfer {

// Feature maps after ReLU of the layers asked for, each [channels, height, width].
using Features = std::map<std::string, at::Tensor>;

class Network {
  public:
    // Copies the weights as `type` (at::kFloat; at::kDouble for gradient checks; at::kBFloat16 for
    // speed: pictures are float then, feature maps bfloat16) to `device`, where pictures have to
    // be.
    explicit Network(
        const Model& model, at::ScalarType type = at::kFloat, at::Device device = at::kCPU);

    // Runs up to the deepest layer of `taps`. `picture` is [3, height, width], RGB 0–255, of the
    // network's type; nothing is kept for a backward pass. Throws Error(invalid_argument) when the
    // picture is too small for a pool on the way, and Error(cancelled).
    Features features(
        const at::Tensor& picture, const std::vector<std::string>& taps,
        const CancellationToken& token) const;

    // How much of each position of the tapped feature maps is visible, [height, width] of each,
    // when `mask` ([height, width] of a picture, 0 hidden … 1 visible, the network's type) says so
    // of the pixels: the mask goes through the pools as averages.
    Features visibility(const at::Tensor& mask, const std::vector<std::string>& taps) const;

    // What the first layer takes, [1, 3, height, width], of a picture as above.
    at::Tensor input(const at::Tensor& picture) const;
    // The gradient with respect to the picture from that with respect to input().
    at::Tensor picture_gradient(const at::Tensor& input_gradient) const;

    const LayerChain& chain() const { return chain_; }
    at::ScalarType type() const { return type_; } // of the feature maps
    using Range = LayerChain::Range;

    // Sees a tapped layer's features when the pass gets there. They are gone afterwards unless the
    // pass keeps its activations.
    using Visitor = std::function<void(const std::string& layer, const at::Tensor& features)>;

    // Throws Error(invalid_argument) when a picture is too small for a pool of the range.
    void check_size(const at::Tensor& picture, Range range) const;

    // What backward() needs of a forward pass: the features of tapped layers, and of the others no
    // more than where ReLU was positive and the pools' origins, one byte each.
    class Pass {
      public:
        // Maps after the last layer, [1, channels, height, width]; dropped when they are the
        // features of a tapped layer and the activations are kept.
        at::Tensor output;

      private:
        friend class Network;
        struct Kept {
            at::Tensor activation; // features or, of a layer that is not tapped, whether positive
            at::Tensor origins;    // of a pool
            std::int64_t height = 0, width = 0; // before a pool
        };
        Range range_;
        std::vector<std::string> taps_;
        std::vector<Kept> kept_; // one per layer
    };
    enum class Keep { nothing, activations };

    // `input` is the map before the first layer of `range`: input() or another pass's output.
    Pass forward(
        const at::Tensor& input, Range range, const std::vector<std::string>& taps, Keep keep,
        const Visitor& visitor, const CancellationToken& token) const;

    // The gradient of the objective's own terms with respect to the features of a tapped layer
    // ([channels, height, width]), asked for when the way back gets there; undefined for none.
    using TapGradient =
        std::function<at::Tensor(const std::string& layer, const at::Tensor& features)>;

    // The gradient with respect to the pass's input of a scalar whose gradient with respect to its
    // output is `gradient` (undefined: zero), plus what comes in at the taps. Frees the activations
    // on the way; `pass` is empty afterwards.
    at::Tensor backward(
        Pass& pass, at::Tensor gradient, const TapGradient& tap_gradient,
        const CancellationToken& token) const;

  private:
    struct Convolution {
        at::Tensor kernel;          // OIHW
        at::Tensor bias;            // O
        at::Tensor backward_kernel; // IOHW, rotated by 180°: its correlation is the gradient
    };

    LayerChain chain_;
    std::vector<Convolution> convolutions_; // one per layer; that of a pool is empty
    std::array<int, 3> order_{};
    at::Tensor mean_;  // [3,1,1], in input order
    at::Tensor scale_; // [3,1,1], in input order
    at::ScalarType type_;
};

} // namespace style_transfer
