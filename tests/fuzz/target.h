// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// Reads one input, whatever it holds: an Error is an answer, everything else that is thrown, a
// crash or a fault that a sanitizer sees is none. The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace style_transfer::testing {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// For what must hold after an input was accepted.
inline void require(bool holds) {
    if (!holds)
        std::abort();
}

} // namespace style_transfer::testing
