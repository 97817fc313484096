// SPDX-License-Identifier: GPL-3.0-or-later
// libtorch's threads wait for one another at full speed unless OMP_WAIT_POLICY says otherwise: on a
// machine that does something else as well, that takes the processor from the very thread that is
// waited for and costs several times the time. libgomp reads the variable while it is loaded, and
// what a program sets in its environment before that, libc forgets when it is initialised: the
// program is started again with the variable, from .preinit_array, before any library's start has
// cost anything.
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace {

constexpr char variable[] = "OMP_WAIT_POLICY=";
char passive[] = "OMP_WAIT_POLICY=passive";

// Nothing is initialised yet, a sanitizer neither.
__attribute__((no_sanitize("address", "undefined"))) void
wait_passively(int, char** arguments, char** environment) {
    std::size_t count = 0;
    for (; environment[count]; ++count)
        if (std::strncmp(environment[count], variable, sizeof variable - 1) == 0)
            return;
    char program[4096];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    auto** const extended = static_cast<char**>(std::malloc((count + 2) * sizeof(char*)));
    if (length <= 0 || !extended)
        return;
    program[length] = '\0';
    for (std::size_t i = 0; i < count; ++i)
        extended[i] = environment[i];
    extended[count] = passive;
    extended[count + 1] = nullptr;
    execve(program, arguments, extended);
    std::free(extended); // it could not be: slower then, and as right
}

[[gnu::section(".preinit_array"),
  gnu::used]] void (*const before_libraries)(int, char**, char**) = wait_passively;

} // namespace
