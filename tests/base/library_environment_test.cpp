// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/library_environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace style_transfer {
namespace {

TEST(LibraryEnvironment, IsSetWhereTheUserHasSetNothing) {
    unsetenv("OMP_WAIT_POLICY");
    unsetenv("OPENBLAS_THREAD_TIMEOUT");
    setenv("BABL_TOLERANCE", "0.25", 1);
    set_library_environment();
    EXPECT_STREQ(std::getenv("OMP_WAIT_POLICY"), "passive");
    EXPECT_STREQ(std::getenv("OPENBLAS_THREAD_TIMEOUT"), "4");
    EXPECT_STREQ(std::getenv("BABL_TOLERANCE"), "0.25");
    unsetenv("BABL_TOLERANCE");
    set_library_environment();
    EXPECT_STREQ(std::getenv("BABL_TOLERANCE"), "0");
}

} // namespace
} // namespace style_transfer
