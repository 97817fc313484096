// SPDX-License-Identifier: GPL-3.0-or-later
#include <gegl.h>

#include <gtest/gtest.h>

namespace {

class GeglEnvironment : public testing::Environment {
  public:
    void SetUp() override { gegl_init(nullptr, nullptr); }
    void TearDown() override { gegl_exit(); }
};

[[maybe_unused]] const auto* const environment =
    testing::AddGlobalTestEnvironment(new GeglEnvironment);

} // namespace
