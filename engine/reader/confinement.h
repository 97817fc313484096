// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reading/answer.h"

#include <cstdint>

namespace style_transfer {

// Whether libraries may start threads, which then share one processor: each codec takes as many
// threads as it sees processors, and each of these takes memory.
enum class Threads { one, several };

// Takes from this process, for good, everything that decoding does not need. Limits of memory
// (address space, and what is handed over; MiB), of processor time (seconds) and of what a core
// file may hold. Where the kernel allows: no file can be opened and no network used (Landlock), and
// of the system calls those are left that compute with memory (seccomp); what is forbidden fails as
// not permitted. `wanted` are those of the latter two to try, and the result says which are in
// force: confined_by_… of answer.h.
std::uint32_t confine(
    std::int64_t memory_mib, std::int64_t seconds, Threads threads = Threads::one,
    std::uint32_t wanted = confined_by_seccomp | confined_by_landlock);

} // namespace style_transfer
