// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/sheet_arguments.h"

namespace style_transfer {

// Paints all cells in one process, one after the other, with the photo, the network and what has
// been found in the styles kept from one to the next, and writes the sheet. A cell that fails is
// told, and its place says why; if all fail, or after an interruption, nothing is written. The
// answer is the exit code. Throws Error for what concerns all cells.
int paint_sheet(const SheetArguments& arguments);

} // namespace style_transfer
