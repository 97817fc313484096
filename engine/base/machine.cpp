// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/machine.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <sched.h>
#include <string>
#include <unistd.h>

namespace style_transfer {

namespace {

constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::max() >> 20;

std::optional<std::int64_t> kernel_estimate_mib() {
    std::ifstream file("/proc/meminfo");
    for (std::string word; file >> word;)
        if (std::int64_t kib = 0; word == "MemAvailable:" && file >> kib)
            return kib >> 10;
    return {};
}

std::optional<std::int64_t> number_in(const char* path) {
    std::ifstream file(path);
    if (std::int64_t value = 0; file >> value)
        return value;
    return {};
}

} // namespace

int usable_cores() {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return std::max(1, CPU_COUNT(&set));
}

bool has_bfloat16_convolutions() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

std::int64_t resident_memory_mib() {
    std::ifstream file("/proc/self/statm");
    std::int64_t all = 0, resident = 0; // pages
    file >> all >> resident;
    return (resident * sysconf(_SC_PAGESIZE)) >> 20;
}

std::int64_t available_memory_mib() {
    std::int64_t available = kernel_estimate_mib().value_or(unknown);
    // "max" in memory.max is no number: there is no bound then.
    const auto limit = number_in("/sys/fs/cgroup/memory.max");
    const auto used = number_in("/sys/fs/cgroup/memory.current");
    if (limit && used)
        available = std::min(available, std::max<std::int64_t>(0, *limit - *used) >> 20);
    return available;
}

} // namespace style_transfer
