// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/settings/parameters.h"
#include "tests/fuzz/target.h"

using namespace style_transfer;
using style_transfer::testing::require;
using style_transfer::testing::text_of;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        Settings settings;
        apply_text(settings, text_of(data, size));
        validate(settings);
        Settings again;
        apply_text(again, to_text(settings));
        require(again == settings);
    } catch (const Error&) {
    }
    return 0;
}
