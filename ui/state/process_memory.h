// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <istream>

namespace style_transfer {

// Main memory that this process occupies, in MiB; 0 where the system does not tell.
long resident_memory();

// Reads it from what Linux has in /proc/self/statm; `page` in bytes.
long resident_memory(std::istream& statm, long page);

} // namespace style_transfer
