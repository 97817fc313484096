// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/library_environment.h"

#include <cstdlib>

namespace style_transfer {

namespace {

void set_unless_set(const char* name, const char* value) {
    setenv(name, value, /*overwrite=*/0);
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
    // babl else takes whichever conversion of pixels it measures to be fastest among those that are
    // off by less than this, so that each process may get other last digits. A search for the most
    // similar place makes another picture of them. Those that are exact are as fast.
    set_unless_set("BABL_TOLERANCE", "0");
}

} // namespace style_transfer
