// SPDX-License-Identifier: GPL-3.0-or-later
// For libraries of C that report an error by a call that must not return: libpng, libjpeg.
#pragma once

#include <csetjmp>
#include <stdexcept>
#include <string>

namespace style_transfer {

struct LongJump {
    std::jmp_buf place{};
    char message[200] = ""; // of the library

    [[noreturn]] void leave() { std::longjmp(place, 1); }
};

// Runs `step`; throws std::runtime_error("WHAT (MESSAGE)") if it leaves. A longjmp runs no
// destructors, so nothing in `step` may have one.
template <typename Step>
void guarded(LongJump& jump, const char* what, Step step) {
    if (setjmp(jump.place) != 0)
        throw std::runtime_error(std::string(what) + " (" + jump.message + ")");
    step();
}

} // namespace style_transfer
