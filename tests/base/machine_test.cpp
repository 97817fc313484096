// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/machine.h"

#include "engine/base/error.h"
#include "engine/base/sanitized.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sys/resource.h>

namespace style_transfer {
namespace {

void limit_addresses(rlim_t mib) {
    const rlimit limit{mib << 20, mib << 20};
    setrlimit(RLIMIT_AS, &limit);
}

// In processes of their own: a limit can only be lowered.
TEST(Machine, LimitOnAddressesBoundsTheMemory) {
    if (is_sanitized)
        GTEST_SKIP() << "a sanitizer takes more addresses than any limit leaves";
    EXPECT_EXIT(
        {
            limit_addresses(1000);
            std::exit(available_memory_mib() <= 1000 - 256 ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
}

TEST(Machine, TooLittleToStartIsRefused) {
    if (is_sanitized)
        GTEST_SKIP() << "a sanitizer takes more addresses than any limit leaves";
    EXPECT_NO_THROW(check_memory_to_start());
    EXPECT_EXIT(
        {
            limit_addresses(500);
            try {
                check_memory_to_start();
            } catch (const Error& error) {
                std::exit(error.code() == ErrorCode::memory ? 0 : 1);
            }
            std::exit(1);
        },
        testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace style_transfer
