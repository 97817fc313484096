// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/library_environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <dlfcn.h>
#include <string>

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

// OpenBLAS reads its environment as it is loaded, here as there: by dlopen().
TEST(LibraryEnvironment, OpenBlasUsesWhatTheProcessorHas) {
#ifndef __x86_64__
    GTEST_SKIP() << "the names of OpenBLAS's kernels are known for x86-64 alone";
#else
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        GTEST_SKIP() << "this processor has no AVX2";
    unsetenv("OPENBLAS_CORETYPE");
    set_library_environment();
    void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    ASSERT_TRUE(library) << dlerror();
    using CoreName = char* (*)();
    const auto core_name = reinterpret_cast<CoreName>(dlsym(library, "openblas_get_corename"));
    ASSERT_TRUE(core_name) << dlerror();
    const std::string core = core_name();
    for (const std::string without_avx2 : {"Prescott", "Core2", "Nehalem", "Sandybridge"})
        EXPECT_NE(core, without_avx2);
#endif
}

} // namespace
} // namespace style_transfer
