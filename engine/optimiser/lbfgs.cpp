// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/optimiser/lbfgs.h"

#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace style_transfer {

namespace {

// Products are summed in double: in single precision the slopes of a line search on a million
// variables would drown in rounding.
// Part by part, so that no product of whole vectors is ever in memory.
double inner_product(const at::Tensor& a, const at::Tensor& b) {
    constexpr std::int64_t part = 1 << 18;
    const at::Tensor flat_a = a.flatten();
    const at::Tensor flat_b = b.flatten();
    double sum = 0;
    for (std::int64_t at = 0; at < flat_a.numel(); at += part) {
        const auto length = std::min(part, flat_a.numel() - at);
        sum += (flat_a.narrow(0, at, length) * flat_b.narrow(0, at, length))
                   .sum(at::kDouble)
                   .item<double>();
    }
    return sum;
}

// Minimiser of the cubic through values and slopes at two steps (Nocedal and Wright, eq. 3.59),
// kept away from the ends of the interval; the middle where there is no such cubic.
double interpolated_step(
    double step_a, double value_a, double slope_a, double step_b, double value_b, double slope_b) {
    const double width = step_b - step_a;
    const double middle = step_a + width / 2;
    const double d1 = slope_a + slope_b - 3 * (value_a - value_b) / (step_a - step_b);
    const double square = d1 * d1 - slope_a * slope_b;
    if (!(square >= 0))
        return middle;
    const double d2 = std::copysign(std::sqrt(square), width);
    const double step = step_b - width * (slope_b + d2 - d1) / (slope_b - slope_a + 2 * d2);
    const double margin = 0.1 * std::abs(width);
    if (!std::isfinite(step))
        return middle;
    return std::clamp(step, std::min(step_a, step_b) + margin, std::max(step_a, step_b) - margin);
}

} // namespace

Lbfgs::Lbfgs(Function function, at::Tensor start, const LbfgsOptions& options)
    : function_(std::move(function)), options_(options), x_(std::move(start)),
      rounding_(
          x_.scalar_type() == at::kDouble ? std::numeric_limits<double>::epsilon()
                                          : std::numeric_limits<float>::epsilon()) {}

at::Tensor Lbfgs::best() const {
    if (best_.defined())
        return best_.clone();
    return best_step_ == 0 ? x_.clone() : x_.add(direction_, best_step_);
}

Lbfgs::Trial Lbfgs::evaluate(double step) {
    if (evaluations_ >= budget_)
        throw OutOfBudget{};
    Trial trial;
    trial.step = step;
    trial.value = function_(step == 0 ? x_ : x_.add(direction_, step), trial.gradient);
    ++evaluations_;
    if (direction_.defined())
        trial.slope = inner_product(trial.gradient, direction_);
    if (!std::isfinite(trial.value) || !std::isfinite(trial.slope))
        trial.value = INFINITY; // a step too far; the line search comes back from it
    last_is_best_ = evaluations_ == 1 || trial.value < best_value_;
    if (last_is_best_) {
        best_value_ = trial.value;
        best_gradient_l2_ = std::sqrt(inner_product(trial.gradient, trial.gradient));
        best_step_ = step;
        best_.reset();
    }
    if (*observer_ && !(*observer_)(*this))
        throw StoppedByObserver{};
    return trial;
}

at::Tensor Lbfgs::preconditioned(const at::Tensor& gradient) const {
    return options_.preconditioner ? options_.preconditioner(gradient) : gradient;
}

at::Tensor Lbfgs::descent_direction() const {
    at::Tensor direction = gradient_.neg();
    std::vector<double> weights(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
        weights[i] = pairs_[i].inverse_curvature * inner_product(pairs_[i].step, direction);
        direction.add_(pairs_[i].change, -weights[i]);
    }
    direction = preconditioned(direction);
    if (!pairs_.empty()) {
        const Pair& newest = pairs_.back();
        const double scale = inner_product(newest.change, preconditioned(newest.change));
        direction.mul_(1 / (newest.inverse_curvature * scale));
    }
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
        const double weight =
            pairs_[i].inverse_curvature * inner_product(pairs_[i].change, direction);
        direction.add_(pairs_[i].step, weights[i] - weight);
    }
    return direction;
}

// Algorithm 3.5: steps grow until they bracket a point that meets both conditions.
Lbfgs::Trial Lbfgs::line_search(double first_step) {
    const Trial start{0, value_, inner_product(gradient_, direction_), gradient_};
    search_slope_ = start.slope;
    Trial previous = start;
    for (double step = first_step;;) {
        Trial trial = evaluate(step);
        if (!decreases_enough(trial) || (previous.step > 0 && trial.value >= previous.value))
            return zoom(std::move(previous), std::move(trial));
        if (std::abs(trial.slope) <= -options_.curvature * start.slope)
            return trial;
        if (trial.slope >= 0)
            return zoom(std::move(trial), std::move(previous));
        // Still going down steeply: as far as the cubic says, between 2 and 10 times.
        const double width = trial.step - previous.step;
        const double step_up = trial.step - width * trial.slope / (trial.slope - previous.slope);
        const bool convex = trial.slope > previous.slope;
        step = convex ? std::clamp(step_up, 2 * trial.step, 10 * trial.step) : 10 * trial.step;
        previous = std::move(trial);
    }
}

// Algorithm 3.6: `low` meets the sufficient decrease and has the lowest value so far.
Lbfgs::Trial Lbfgs::zoom(Trial low, Trial high) {
    for (;;) {
        high.gradient.reset(); // nobody goes there
        const double width = std::abs(high.step - low.step);
        if (width * std::abs(low.slope) <= rounding_ * std::abs(low.value))
            return low; // what is left to gain is below rounding
        const double step = std::isfinite(high.value) ? interpolated_step(
                                                            low.step, low.value, low.slope,
                                                            high.step, high.value, high.slope)
                                                      : low.step + 0.1 * (high.step - low.step);
        Trial trial = evaluate(step);
        if (!decreases_enough(trial) || trial.value >= low.value) {
            high = std::move(trial);
            continue;
        }
        if (std::abs(trial.slope) <= -options_.curvature * search_slope_)
            return trial;
        if (trial.slope * (high.step - low.step) >= 0)
            high = std::move(low);
        low = std::move(trial);
    }
}

bool Lbfgs::decreases_enough(const Trial& trial) const {
    return trial.value <= value_ + options_.sufficient_decrease * trial.step * search_slope_;
}

bool Lbfgs::advance() {
    direction_ = descent_direction();
    best_step_ = 0;
    double slope = inner_product(gradient_, direction_);
    if (!(slope < 0)) { // the history has become useless through rounding
        pairs_.clear();
        direction_ = preconditioned(gradient_).neg();
        slope = inner_product(gradient_, direction_);
        if (!(slope < 0))
            return false; // the gradient is zero
    }
    const double steepest_length =
        options_.first_step * std::sqrt(double(x_.numel()) / inner_product(direction_, direction_));
    const Trial trial = line_search(pairs_.empty() ? steepest_length : 1);
    if (trial.step == 0 || trial.value >= value_) {
        if (pairs_.empty() || best_step_ != 0)
            return false; // not even along the gradient, or no more than rounding
        pairs_.clear();
        direction_.reset();
        return true; // once more along the gradient
    }
    accept(trial);
    return true;
}

void Lbfgs::accept(const Trial& trial) {
    // A lower point may have been passed over: one that is low for the length of its step no more
    // than by chance.
    if (best_value_ < trial.value && !best_.defined())
        best_ = best();
    if (int(pairs_.size()) >= options_.history)
        pairs_.pop_front();
    Pair pair{direction_.mul_(trial.step), trial.gradient - gradient_, 0};
    const double curvature = inner_product(pair.step, pair.change);
    x_ = x_ + pair.step;
    value_ = trial.value;
    gradient_ = trial.gradient;
    direction_.reset();
    best_step_ = 0;
    // The strong Wolfe conditions make the curvature positive; rounding may not.
    if (curvature > 0 && std::isfinite(1 / curvature)) {
        pair.inverse_curvature = 1 / curvature;
        pairs_.push_back(std::move(pair));
    }
}

Lbfgs::Ending Lbfgs::minimise(int evaluations, const Observer& observer) {
    budget_ = evaluations_ + evaluations;
    observer_ = &observer;
    try {
        if (!gradient_.defined()) {
            Trial start = evaluate(0);
            value_ = start.value;
            gradient_ = start.gradient;
        }
        while (advance()) {
        }
        return Ending::converged;
    } catch (const OutOfBudget&) {
        return Ending::evaluations_used;
    } catch (const StoppedByObserver&) {
        return Ending::stopped;
    }
}

} // namespace style_transfer
