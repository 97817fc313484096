// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/arguments.h"

namespace style_transfer {

// Does what the command line asks for, from files to files. Throws Error; nothing half-written is
// left then.
void paint(const Arguments& arguments);

} // namespace style_transfer
