// SPDX-License-Identifier: GPL-3.0-or-later
// For libraries of C that report an error by a call that must not return: libpng, libjpeg.
#pragma once

#include "engine/base/deferred_sentence.h"

#include <csetjmp>
#include <stdexcept>

namespace style_transfer {

struct LongJump {
    std::jmp_buf place{};
    char message[200] = ""; // of the library

    [[noreturn]] void leave() { std::longjmp(place, 1); }
};

// Runs `step`; throws std::runtime_error if it leaves: a deferred sentence, `format` with the
// library's message. A longjmp runs no destructors, so nothing in `step` may have one.
template <typename Step>
void guarded(LongJump& jump, const char* format, Step step) {
    if (setjmp(jump.place) != 0)
        throw std::runtime_error(deferred_sentence(format, {jump.message}));
    step();
}

} // namespace style_transfer
