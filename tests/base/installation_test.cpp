// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/installation.h"

#include <gtest/gtest.h>

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

TEST_F(Installation, EndsWithWhatWasConfigured) {
    ASSERT_FALSE(data_folders().empty());
    EXPECT_TRUE(data_folders().back().is_absolute());
    ASSERT_FALSE(engine_folders().empty());
    EXPECT_TRUE(engine_folders().back().is_absolute());
}

} // namespace
} // namespace style_transfer
