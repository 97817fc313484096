// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugin/environment.h"

#include <gegl.h>
#include <glib.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace style_transfer::testing {

namespace {

namespace fs = std::filesystem;

std::string name_of_own_home() {
    std::string name = (fs::temp_directory_path() / "plugin-test-XXXXXX").string();
    if (!mkdtemp(name.data()))
        throw std::runtime_error("there is no folder for a home of its own");
    return name;
}

class Environment : public ::testing::Environment {
  public:
    void SetUp() override {
        // GLib looks once, GEGL when it starts.
        setenv("HOME", own_home().c_str(), 1);
        setenv("XDG_CONFIG_HOME", own_home().c_str(), 1);
        if (g_get_home_dir() != own_home())
            throw std::runtime_error("GLib has looked for the user's home already");
        gegl_init(nullptr, nullptr);
    }
    void TearDown() override {
        gegl_exit();
        fs::remove_all(own_home());
    }
};

[[maybe_unused]] const auto* const environment =
    ::testing::AddGlobalTestEnvironment(new Environment);

} // namespace

const fs::path& own_home() {
    static const fs::path home = name_of_own_home();
    return home;
}

} // namespace style_transfer::testing
