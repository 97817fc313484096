// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A chain of 3×3 convolutions with ReLU and 2×2 max pools, run forward and
// backward by hand: only the gradient with respect to the picture is ever computed.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/model/model.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

namespace style_transfer {

// Feature maps after ReLU of the layers asked for, each [channels, height, width].
using Features = std::map<std::string, at::Tensor>;

class Network {
  public:
    // Copies the weights as `type` (at::kFloat; at::kDouble for gradient checks).
    explicit Network(const Model& model, at::ScalarType type = at::kFloat);

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

    // One forward pass whose activations are kept until backward() has used them up.
    class Pass {
      public:
        const Features& features() const { return features_; }

      private:
        friend class Network;
        struct Kept {
            at::Tensor activation; // output of a convolution's ReLU, or input of a pool
            at::Tensor pool_indices;
        };
        std::vector<Kept> kept_; // one per step
        Features features_;
    };
    Pass forward(
        const at::Tensor& picture, const std::vector<std::string>& taps,
        const CancellationToken& token) const;

    // The gradient with respect to the picture (RGB 0–255, [3, height, width]) of a scalar whose
    // gradients with respect to the tapped feature maps are `feature_gradients`. Frees the
    // activations on the way; `pass` is empty afterwards.
    at::Tensor
    backward(Pass& pass, Features feature_gradients, const CancellationToken& token) const;

    // The shorter side that a picture needs at least so that no pool yields nothing.
    int minimum_side() const;

  private:
    struct Convolution {
        at::Tensor kernel;          // OIHW
        at::Tensor bias;            // O
        at::Tensor backward_kernel; // IOHW, rotated by 180°: its correlation is the gradient
    };
    struct Step {
        std::string name;     // empty for a pool
        int convolution = -1; // index, or -1 for a pool
    };

    Features
    run(const at::Tensor& picture, const std::vector<std::string>& taps,
        const CancellationToken& token, Pass* pass) const;
    int deepest_step(const std::vector<std::string>& taps) const;
    at::Tensor network_input(const at::Tensor& picture) const;

    std::vector<Step> steps_;
    std::vector<Convolution> convolutions_;
    std::array<int, 3> order_{};
    at::Tensor mean_;  // [3,1,1], in input order
    at::Tensor scale_; // [3,1,1], in input order
    at::ScalarType type_;
};

} // namespace style_transfer
