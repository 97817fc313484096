// SPDX-License-Identifier: GPL-3.0-or-later
// How the windows write numbers and times: translated UTF-8 in the locale's notation. No toolkit.
#pragma once

#include "engine/base/image.h"
#include "engine/client/paint_job.h"
#include "ui/jobs/estimate_job.h"

#include <string>
#include <string_view>

namespace style_transfer {

// Decimals that an entry must show so that `value` is not changed by reading the entry back:
// at least `at_least`, at most 10.
int decimals_for(double value, int at_least);

// `value` without the crumbs that stepping by 0.1 leaves, at 10 decimals.
double tidied(double value);

// `value` with so many digits that count: 0.0437 for 0.04371 and 3.
double with_digits(double value, int digits);

// A value_text() of numbers in the locale's notation; those of a list apart from their own decimal
// commas.
std::string shown_numbers(std::string_view value);

// "1.235 × 10⁶"; plain digits between 0.001 and 10000.
std::string loss_text(double loss);

// "10⁶".
std::string power_of_ten_text(int exponent);

// "612 MiB of memory"; empty for 0 (unknown).
std::string memory_text(long mebibytes);

// "−87 %" from `start` to `now`; empty when there is nothing to compare with.
std::string change_text(double start, double now);

// "0:05", "12:34", "1:02:03".
std::string elapsed_text(double seconds);

// "about 2 minutes left", rounded the more the longer it takes; empty for negative (unknown).
std::string time_left_text(double seconds);

// "Takes about 0:45 and 612 MiB of memory", or why it cannot be done; empty while unknown.
std::string estimate_text(const RunEstimate& estimate);

// "512 × 384 pixels".
std::string size_text(Size size);

// What a list shows for a word that a parameter can be (see choices_of()).
std::string choice_text(std::string_view parameter, std::string_view choice);

// The label without its mnemonic underscore.
std::string without_mnemonic(std::string_view label);

// What the user has asked a running job to do.
enum class Request { none, stop, cancel };

struct ProgressTexts {
    std::string activity;  // "Iteration 3 of 25"
    std::string loss;      // "Loss 1.235 × 10⁶ (−87 % since the start)"
    std::string elapsed;   // "0:05 elapsed"
    std::string time_left; // "about 2 minutes left"
    double fraction = 0;   // done, in [0,1]
};

// What the progress window says `elapsed` seconds after it opened; `age` are the seconds since the
// progress in `state` came.
ProgressTexts
progress_texts(const PaintState& state, Request request, double elapsed, double age = 0);

} // namespace style_transfer
