// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/library_environment.h"

#include <cstdlib>

namespace style_transfer {

namespace {

void set_unless_set(const char* name, const char* value) {
    setenv(name, value, /*overwrite=*/0);
}

// The newest of OpenBLAS's kernels that this processor can run; null where OpenBLAS knows best.
const char* openblas_core() {
#ifdef __x86_64__
    if (!__builtin_cpu_is("intel"))
        return nullptr;
    if (__builtin_cpu_supports("avx512bf16"))
        return "Cooperlake";
    if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return nullptr;
}

} // namespace

void set_library_environment() {
    // libtorch's threads else wait for one another at full speed: on a machine that does something
    // else as well, that takes the processor from the very thread that is waited for, and costs
    // several times the time.
    set_unless_set("OMP_WAIT_POLICY", "passive");
    // OpenBLAS's likewise, after each product, for a time of two to the power of this: the least
    // that it takes.
    set_unless_set("OPENBLAS_THREAD_TIMEOUT", "4");
    // OpenBLAS goes by the models of Intel's processors that it has heard of; the one of Debian 12
    // takes all others for a Pentium 4, which doubles the time of a picture.
    if (const char* core = openblas_core())
        set_unless_set("OPENBLAS_CORETYPE", core);
    // babl else takes whichever conversion of pixels it measures to be fastest among those that are
    // off by less than this, so that each process may get other last digits. A search for the most
    // similar place makes another picture of them. Those that are exact are as fast.
    set_unless_set("BABL_TOLERANCE", "0");
}

} // namespace style_transfer
