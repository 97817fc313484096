// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace style_transfer {

// Cores that this process may run on, at least 1.
int usable_cores();

// Memory that can still be taken without swapping, in MiB: what the kernel estimates, bounded by
// the process's control group and by its limit on addresses, of which the libraries' part is taken
// off. A very large number where the system does not say.
std::int64_t available_memory_mib();

// Throws Error(memory) where a process cannot even start on a picture: what is below GEGL and
// libtorch ends the process, or asks without end, when it gets nothing.
void check_memory_to_start();

// Whether convolutions in bfloat16 are faster than in single precision: AVX-512 BF16 or AMX.
bool has_bfloat16_convolutions();

// Whether the processor multiplies tiles of matrices in bfloat16 (AMX), which oneDNN then does.
bool has_tile_products();

// Memory that this process holds, in MiB; 0 where the system does not say.
std::int64_t resident_memory_mib();

} // namespace style_transfer
