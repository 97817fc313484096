// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace style_transfer::train {

// Linear regression of many targets on the same unknowns: X·W ≈ Y. The normal equations are added
// up in double over as many batches of rows as one likes.
class NormalEquations {
  public:
    // With `intercept`, a last column of ones is added to the rows.
    explicit NormalEquations(bool intercept) : intercept_(intercept) {}

    // `rows` [samples, unknowns], `targets` [samples, outputs].
    void add(const at::Tensor& rows, const at::Tensor& targets);

    struct Solution {
        at::Tensor weights;     // [unknowns (and intercept), outputs], double
        double unexplained = 0; // share of Σ Y² that is left
    };
    // Of these outputs; all when there are none. Each unknown but the intercept is held back by
    // `ridge` times the mean of the unknowns' Σ X². Throws Error(internal) when the equations
    // cannot be solved, which numbers that are not finite can cause.
    Solution solve(double ridge, const std::vector<std::int64_t>& outputs = {}) const;

    std::int64_t samples() const { return samples_; }

  private:
    bool intercept_;
    std::int64_t samples_ = 0;
    at::Tensor xx_; // XᵀX
    at::Tensor xy_; // XᵀY
    at::Tensor yy_; // Σ Y² of each output
};

// The 3×3 surroundings of every position, zero outside: [pictures · height · width, channels · 9],
// in the order of an OIHW kernel's inner axes; rows in the order of rows_of().
at::Tensor patches_of(const at::Tensor& features);

} // namespace style_transfer::train
