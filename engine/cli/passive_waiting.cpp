// SPDX-License-Identifier: GPL-3.0-or-later
// libtorch's threads wait for one another at full speed unless OMP_WAIT_POLICY says otherwise: on a
// machine that does something else as well, that takes the processor from the very thread that is
// waited for and costs more than twice the time. libgomp reads the variable while it is loaded, and
// only functions in .preinit_array come before that.
#include <cstdlib>

namespace {

void wait_passively(int, char**, char**) {
    setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
}

[[gnu::section(".preinit_array"),
  gnu::used]] void (*const before_libraries)(int, char**, char**) = wait_passively;

} // namespace
