// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/installation.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

class Installation : public testing::Test {
  protected:
    ~Installation() override {
        fs::remove_all(program_folder() / name_);
        fs::remove_all(program_folder().parent_path() / name_);
    }

    const fs::path name_ = "installation-test-prefix";
    const fs::path folder_ = name_ / "share";
};

TEST_F(Installation, KnowsItsProgram) {
    EXPECT_EQ(program_folder(), fs::canonical("/proc/self/exe").parent_path());
}

TEST_F(Installation, IsFoundFromWhereTheProgramLies) {
    EXPECT_TRUE(moved_folders(folder_).empty()) << "what is not there is not named";
    const fs::path above = program_folder().parent_path() / folder_;
    fs::create_directories(above);
    EXPECT_EQ(moved_folders(folder_), std::vector{above});
    const fs::path beside = program_folder() / folder_;
    fs::create_directories(beside);
    EXPECT_EQ(moved_folders(folder_), (std::vector{beside, above}));
    EXPECT_TRUE(moved_folders(beside).empty()) << "an absolute folder moves with nothing";
}

TEST_F(Installation, NamesTheUsersFolderFromItsEnvironment) {
    const char* home = std::getenv("HOME");
    const std::string former = home ? home : "";
    unsetenv("XDG_DATA_HOME");
    setenv("HOME", "/somebody", /*overwrite=*/1);
    EXPECT_EQ(user_data_folder(), "/somebody/.local/share/gimp-style-transfer");
    setenv("XDG_DATA_HOME", "relative", 1);
    EXPECT_EQ(user_data_folder(), "/somebody/.local/share/gimp-style-transfer");
    setenv("XDG_DATA_HOME", "/data", 1);
    EXPECT_EQ(user_data_folder(), "/data/gimp-style-transfer");
    unsetenv("XDG_DATA_HOME");
    unsetenv("HOME");
    EXPECT_TRUE(user_data_folder().empty());
    setenv("HOME", former.c_str(), 1);
}

TEST_F(Installation, FindsTheCommandLineProgram) {
    setenv("STYLE_TRANSFER_PROGRAM", "/some/program", /*overwrite=*/1);
    EXPECT_EQ(command_line_program(), "/some/program");
    unsetenv("STYLE_TRANSFER_PROGRAM");
    const fs::path folder = program_folder() / "bin";
    ASSERT_FALSE(fs::exists(folder));
    fs::create_directories(folder);
    std::ofstream(folder / "style-transfer") << "x";
    EXPECT_EQ(command_line_program(), folder / "style-transfer") << "as in an archive";
    fs::remove_all(folder);
}

TEST_F(Installation, EndsWithWhatWasConfigured) {
    ASSERT_FALSE(data_folders().empty());
    EXPECT_TRUE(data_folders().back().is_absolute());
    ASSERT_FALSE(engine_folders().empty());
    EXPECT_TRUE(engine_folders().back().is_absolute());
}

} // namespace
} // namespace style_transfer
