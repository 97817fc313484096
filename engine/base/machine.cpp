// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/machine.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>
#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <fstream>
#include <limits>
#include <optional>
#include <sched.h>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
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

constexpr std::size_t memory_to_start = std::size_t{512} << 20; // bytes; the engine takes more

struct HeldMemory {
    std::int64_t addresses_mib = 0, resident_mib = 0;
};

HeldMemory held_memory() {
    std::ifstream file("/proc/self/statm");
    std::int64_t addresses = 0, resident = 0; // pages
    file >> addresses >> resident;
    const long page = sysconf(_SC_PAGESIZE);
    return {(addresses * page) >> 20, (resident * page) >> 20};
}

std::optional<std::int64_t> free_addresses_mib() {
    // OpenBLAS asks for 128 MiB again and again until it gets them; each thread that allocates
    // takes 64 MiB of addresses.
    constexpr std::int64_t of_libraries = 256;
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return {};
    return std::int64_t(limit.rlim_cur >> 20) - held_memory().addresses_mib - of_libraries;
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

bool has_tile_products() {
#if defined(__x86_64__)
    // Its name is unknown to the __builtin_cpu_supports() of Clang 14.
    constexpr unsigned features = 7, amx_bf16 = 1U << 22, amx_tile = 1U << 24;
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid_count(features, 0, &eax, &ebx, &ecx, &edx) && (edx & amx_bf16) &&
           (edx & amx_tile);
#else
    return false;
#endif
}

std::int64_t resident_memory_mib() {
    return held_memory().resident_mib;
}

std::int64_t available_memory_mib() {
    std::int64_t available = kernel_estimate_mib().value_or(unknown);
    // "max" in memory.max is no number: there is no bound then.
    const auto limit = number_in("/sys/fs/cgroup/memory.max");
    const auto used = number_in("/sys/fs/cgroup/memory.current");
    if (limit && used)
        available = std::min(available, (*limit - *used) >> 20);
    if (const auto addresses = free_addresses_mib())
        available = std::min(available, *addresses);
    return std::max<std::int64_t>(0, available);
}

void check_memory_to_start() {
    void* place = mmap(
        nullptr, memory_to_start, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED)
        throw Error(
            ErrorCode::memory, _("There is not enough memory to start: close other programs, or "
                                 "raise the limit on the address space."));
    munmap(place, memory_to_start);
}

} // namespace style_transfer
