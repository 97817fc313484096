// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/batch_progress.h"

#include "engine/base/translation.h"

#include <cstdio>

namespace style_transfer {

namespace {

// After another text of the line; empty when it is not known.
std::string left_text(double seconds) {
    return seconds < 0 ? "" : formatted(_(", %s left"), duration_text(seconds).c_str());
}

} // namespace

double BatchProgress::seconds_after(double of_this_one) const {
    const double each = painted_ > 0 ? painted_seconds_ / painted_ : of_this_one;
    return each < 0 ? each : each * double(pictures_ - begun_);
}

void BatchProgress::begin(const std::string& name) {
    ++begun_;
    name_ = name;
}

void BatchProgress::show(const Progress& progress) {
    if (display_ != ProgressLine::Display::bar)
        return;
    const double here = progress.seconds_left;
    const double after = seconds_after(here < 0 ? -1 : progress.seconds + here);
    draw_bar(
        (double(begun_ - 1) + progress.fraction) / double(pictures_),
        formatted(_("%zu of %zu, %s"), begun_, std::size_t(pictures_), name_.c_str()) +
            left_text(here < 0 || after < 0 ? -1 : here + after));
    drawn_ = true;
}

void BatchProgress::painted(const std::string& result, double seconds) {
    ++painted_;
    painted_seconds_ += seconds;
    if (display_ == ProgressLine::Display::lines)
        std::fprintf(
            stderr, "%s%s\n",
            // TRANSLATORS: the first of three files: its name, took 0:12
            formatted(
                _("%zu of %zu: %s, took %s"), begun_, pictures_, result.c_str(),
                duration_text(seconds).c_str())
                .c_str(),
            begun_ < pictures_ ? left_text(seconds_after(seconds)).c_str() : "");
}

void BatchProgress::end_bar() {
    if (drawn_)
        std::fputc('\n', stderr);
    drawn_ = false;
}

} // namespace style_transfer
