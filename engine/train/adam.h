// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Kingma and Ba, "Adam: A Method for Stochastic Optimization" (ICLR 2015),
// with steps in proportion to the size that each tensor's numbers have at the start.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

namespace style_transfer::train {

class Adam {
  public:
    struct Parameter {
        std::string name;
        at::Tensor value; // a leaf that requires a gradient; changed in place
        at::Tensor first; // running means of the gradient and of its square
        at::Tensor second;
        double size = 0; // root mean square of the value at the start
    };

    void add(const std::string& name, const at::Tensor& value);

    // Changes each number by about `rate` times its tensor's size, against its gradient, which is
    // forgotten afterwards.
    void step(double rate);

    // For checkpoints; `steps` are those done.
    std::vector<Parameter>& parameters() { return parameters_; }
    const std::vector<Parameter>& parameters() const { return parameters_; }
    int steps() const { return steps_; }
    void set_steps(int steps) { steps_ = steps; }

  private:
    std::vector<Parameter> parameters_;
    int steps_ = 0;
};

} // namespace style_transfer::train
