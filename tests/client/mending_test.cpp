// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/mending.h"

#include <gtest/gtest.h>

#include <fstream>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

class Mending : public testing::Test {
  protected:
    Mending() {
        fs::remove_all(root_);
        fs::create_directories(root_ / "usr/bin");
    }
    ~Mending() override { fs::remove_all(root_); }

    void put(const fs::path& file) {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << "x";
    }

    static bool contains(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }

    const fs::path root_ = fs::path(testing::TempDir()) / "mending-test";
    const std::string again_ = "sudo apt-get install --reinstall gimp-style-transfer";
};

TEST_F(Mending, ThePackageIsInstalledAgain) {
    put("usr/bin/apt-get");
    const std::string sentence = how_to_mend("/usr/lib/gimp-style-transfer/engine.so", root_);
    EXPECT_TRUE(contains(sentence, again_)) << sentence;
}

TEST_F(Mending, AnOwnBuildWantsLibraries) {
    put("usr/bin/apt-get");
    for (const char* engine : {"/usr/local/lib/engine.so", "/opt/lib/engine.so"}) {
        const std::string sentence = how_to_mend(engine, root_);
        EXPECT_TRUE(contains(sentence, "sudo apt-get install libtorch-dev")) << sentence;
        EXPECT_FALSE(contains(sentence, again_)) << sentence;
    }
}

TEST_F(Mending, OtherSystemsHaveOtherCommands) {
    const std::string sentence = how_to_mend("/usr/lib/gimp-style-transfer/engine.so", root_);
    EXPECT_FALSE(contains(sentence, "apt")) << sentence;
    EXPECT_TRUE(contains(sentence, "libtorch")) << sentence;
}

TEST_F(Mending, AnArchiveIsUnpackedAgain) {
    put("usr/bin/apt-get");
    put("plug-ins/style-transfer/install.sh");
    put("plug-ins/style-transfer/licences/libtorch");
    const fs::path home = root_ / "plug-ins/style-transfer";
    const std::string sentence = how_to_mend(home / "lib/gimp-style-transfer/engine.so", root_);
    EXPECT_TRUE(contains(sentence, home.string() + "\"")) << sentence;
    EXPECT_TRUE(contains(sentence, "install.sh")) << sentence;
}

} // namespace
} // namespace style_transfer
