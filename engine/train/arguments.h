// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/training.h"

#include <variant>

namespace style_transfer::train {

struct Arguments {
    TrainingSettings settings;
    bool quiet = false;
};

// What the command line asks for, or the exit code (0 after --help and --version, 2 after a wrong
// call, whose message has been printed). Throws Error(invalid_argument) for values that have the
// right form and cannot be used.
std::variant<Arguments, int> parse_arguments(int count, const char* const* values);

} // namespace style_transfer::train
