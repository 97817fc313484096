// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/progress.h"

#include <chrono>

namespace style_transfer {

// How far a run is: work done and planned, iterations, clocks. Work counts in evaluated pixels.
class Meter {
  public:
    Meter(int iterations, int evaluations_per_iteration)
        : iterations_(iterations), per_iteration_(evaluations_per_iteration) {}

    void begin() { begin_ = Clock::now(); }
    // So much is to come from here on; what has been done stays done.
    void plan(double work) { planned_ = done_ + work; }
    void add_work(double work) { done_ += work; }
    // `work` has been done since `mark`, whatever was added meanwhile: a stage may end early.
    double mark() const { return done_; }
    void complete(double mark, double work) { done_ = mark + work; }

    // An evaluation of a picture of `size` pixels has found these losses; they count when it is the
    // best so far.
    void evaluated(Size size, const Losses& losses, bool best, double gradient_l2);
    // The losses of the result measured once more.
    void measured(const Losses& losses, double gradient_l2);

    int evaluations() const { return evaluations_; }
    // Whether the newest evaluation has completed an iteration, which counts it.
    bool completes_iteration();
    // Whether evaluations have been done that no complete iteration holds, which counts one.
    bool completes_last_iteration();

    Progress progress(ProgressEvent event);

  private:
    using Clock = std::chrono::steady_clock;

    int iterations_;
    int per_iteration_;
    int complete_ = 0;
    int evaluations_ = 0;
    Size size_;
    Losses losses_;
    double gradient_l2_ = 0;
    double done_ = 0;
    double planned_ = 0;
    double done_before_clock_ = 0; // when first_done_ was taken
    Clock::time_point begin_;
    Clock::time_point first_done_; // when the start had been evaluated
};

} // namespace style_transfer
