// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/batch_arguments.h"

namespace style_transfer {

// Paints all files in one process, one after the other, with the network and what has been found in
// the style kept from one to the next. A file that fails is told and does not hold up the others;
// nothing half-written is left. The answer is the exit code. Throws Error for what concerns all
// files, before anything is painted.
int paint_batch(const BatchArguments& arguments);

} // namespace style_transfer
