// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/checks.h"

#include "engine/base/machine.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace style_transfer {

namespace {

// What the first line that begins with `key` says behind `separator`.
std::string value_in(const char* file, const std::string& key, char separator) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const auto at = line.find(separator);
        if (!line.starts_with(key) || at == std::string::npos)
            continue;
        line.erase(0, line.find_first_not_of(" \t\"", at + 1));
        while (!line.empty() && line.back() == '"')
            line.pop_back();
        return line;
    }
    return "unknown";
}

// Of those that libtorch and OpenBLAS have code of their own for.
std::string features() {
    constexpr std::array<std::string_view, 9> known{"sse4_2",   "avx",         "avx2",
                                                    "fma",      "avx512f",     "avx512_vnni",
                                                    "amx_bf16", "avx512_bf16", "asimd"};
    std::string line = value_in("/proc/cpuinfo", "flags", ':');
    if (line == "unknown")
        line = value_in("/proc/cpuinfo", "Features", ':');
    std::istringstream words(line);
    std::string found;
    for (std::string word; words >> word;)
        if (std::ranges::find(known, word) != known.end())
            found += " " + word;
    return found.empty() ? " none of those looked for" : found;
}

std::string threads() {
    std::string text = std::to_string(usable_cores()) + " of " +
                       std::to_string(sysconf(_SC_NPROCESSORS_ONLN)) + " processors";
    for (const char* name : {"OMP_NUM_THREADS", "OMP_WAIT_POLICY", "OPENBLAS_NUM_THREADS"})
        if (const char* value = std::getenv(name))
            text += std::string(", ") + name + "=" + value;
    return text;
}

std::string memory() {
    std::string text = std::to_string(available_memory_mib()) + " MiB of " +
                       value_in("/proc/meminfo", "MemTotal", ':') + " are free";
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        text += ", address space limited to " + std::to_string(limit.rlim_cur >> 20) + " MiB";
    return text;
}

} // namespace

std::vector<Finding> check_machine() {
    utsname system{};
    uname(&system);
    return {
        {"system", value_in("/etc/os-release", "PRETTY_NAME", '=') + ", " + system.sysname + " " +
                       system.release + ", " + system.machine},
        {"processor", value_in("/proc/cpuinfo", "model name", ':') + ":" + features()},
        {"threads", threads()},
        {"memory", memory()}};
}

// By the names of their files, which tell versions.
std::vector<Finding> check_libraries() {
    constexpr std::array<std::string_view, 10> wanted{
        "libtorch_cpu", "libtorch_cuda", "libopenblas", "libblas",  "libmkl",
        "libgomp",      "libgegl-0",     "libbabl",     "libgtk-3", "libgimp-"};
    std::ifstream maps("/proc/self/maps");
    std::set<std::string> names;
    for (std::string line; std::getline(maps, line);) {
        const std::string name = line.substr(line.rfind('/') + 1);
        if (std::ranges::any_of(
                wanted, [&](std::string_view one) { return name.starts_with(one); }))
            names.insert(name);
    }
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : " ") + name;
    return {{"libraries", text}};
}

} // namespace style_transfer
