// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/meter.h"

#include <algorithm>

namespace style_transfer {

namespace {

double seconds_between(
    std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

void Meter::evaluated(Size size, const Losses& losses, bool best, double gradient_l2) {
    ++evaluations_;
    size_ = size;
    if (best)
        measured(losses, gradient_l2);
}

void Meter::measured(const Losses& losses, double gradient_l2) {
    losses_ = losses;
    gradient_l2_ = gradient_l2;
}

bool Meter::completes_iteration() {
    if (iterations_ == 0 || evaluations_ % per_iteration_ != 0 || complete_ >= iterations_)
        return false;
    ++complete_;
    return true;
}

bool Meter::completes_last_iteration() {
    if (evaluations_ <= complete_ * per_iteration_ || complete_ >= iterations_)
        return false;
    ++complete_;
    return true;
}

Progress Meter::progress(ProgressEvent event) {
    const auto now = Clock::now();
    if (event == ProgressEvent::initial) {
        first_done_ = now;
        done_before_clock_ = done_;
    }
    const bool finished = event == ProgressEvent::finished;
    Progress progress;
    progress.event = event;
    // Only the end shows 1.
    progress.fraction = finished ? 1 : std::min(0.999, done_ / (planned_ + 1));
    progress.iteration = complete_;
    progress.iterations = iterations_;
    progress.evaluations = evaluations_;
    progress.seconds = seconds_between(begin_, now);
    if (finished)
        progress.seconds_left = 0;
    else if (const double done = done_ - done_before_clock_; done > 0)
        progress.seconds_left =
            seconds_between(first_done_, now) / done * std::max(0.0, planned_ - done_);
    progress.losses = losses_;
    progress.size = size_;
    progress.gradient_l2 = gradient_l2_;
    return progress;
}

} // namespace style_transfer
