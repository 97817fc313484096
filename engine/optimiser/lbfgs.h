// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). L-BFGS with a line search for the strong Wolfe conditions: Nocedal and
// Wright, "Numerical Optimization", 2nd edition, algorithms 7.4, 7.5, 3.5 and 3.6.
#pragma once

#include <ATen/core/Tensor.h>

#include <deque>
#include <functional>

namespace style_transfer {

struct LbfgsOptions {
    int history = 10;                  // pairs kept; each costs two vectors of the variable's size
    double sufficient_decrease = 1e-4; // c1 of the Wolfe conditions
    double curvature = 0.9;            // c2
    // Root mean square change of the variables that the very first step tries; later steps take
    // their length from the curvature.
    double first_step = 1.0;
    // What the first estimate of the inverse Hessian is a multiple of: a symmetric positive
    // definite operator, the tensor it is given staying as it is. Empty: the identity.
    std::function<at::Tensor(const at::Tensor&)> preconditioner;
};

// Minimises a smooth function. Variables are never clamped: that would falsify the curvature.
class Lbfgs {
  public:
    // Value at `x`, and the gradient in a new tensor of the same shape and type. May throw: the
    // exception comes out of minimise() and the best point found so far stays available.
    using Function = std::function<double(const at::Tensor& x, at::Tensor& gradient)>;
    // Called after each evaluation (whose point may be worse than the best). False ends the work.
    using Observer = std::function<bool(const Lbfgs& state)>;

    enum class Ending {
        evaluations_used,
        stopped,   // by the observer
        converged, // no representable descent is left
    };

    Lbfgs(Function function, at::Tensor start, const LbfgsOptions& options = {});

    // Spends at most `evaluations` evaluations of the function, that of the start included. Once.
    Ending minimise(int evaluations, const Observer& observer = {});

    int evaluations() const { return evaluations_; }
    double best_value() const { return best_value_; }
    double best_gradient_l2() const { return best_gradient_l2_; }
    // A new tensor.
    at::Tensor best() const;
    bool last_evaluation_is_best() const { return last_is_best_; }

  private:
    struct Trial {
        double step = 0;
        double value = 0;
        double slope = 0; // directional derivative
        at::Tensor gradient;
    };
    struct Pair {
        at::Tensor step;              // s
        at::Tensor change;            // y
        double inverse_curvature = 0; // 1 / (yᵀs)
    };
    // Leave a line search from its depth; caught in minimise().
    class OutOfBudget {};
    class StoppedByObserver {};

    Trial evaluate(double step);
    Trial line_search(double first_step);
    Trial zoom(Trial low, Trial high);
    bool decreases_enough(const Trial& trial) const;
    at::Tensor preconditioned(const at::Tensor& gradient) const;
    at::Tensor descent_direction() const;
    bool advance(); // one step; false when there is none left
    void accept(const Trial& trial);

    Function function_;
    LbfgsOptions options_;
    const Observer* observer_ = nullptr;
    at::Tensor x_;
    at::Tensor gradient_;
    double value_ = 0;
    at::Tensor direction_;
    double search_slope_ = 0; // along direction_ at x_
    std::deque<Pair> pairs_;

    int evaluations_ = 0;
    int budget_ = 0;
    double rounding_ = 0; // relative spacing of the variables' number type
    double best_value_ = 0;
    double best_gradient_l2_ = 0;
    double best_step_ = 0; // the best point is x_ + best_step_ · direction_ …
    at::Tensor best_;      // … unless the way has left that line
    bool last_is_best_ = false;
};

} // namespace style_transfer
