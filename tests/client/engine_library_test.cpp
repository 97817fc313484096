// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/engine_library.h"

#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace style_transfer {
namespace {

using Candidates = std::vector<std::filesystem::path>;

std::string refusal(const Candidates& candidates) {
    try {
        load_engine(candidates);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::internal);
        return error.what();
    }
    ADD_FAILURE() << "an engine was loaded";
    return {};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(EngineLibrary, LoadsTheFirstThatExists) {
    const std::string file = std::getenv("MATCHING_ENGINE");
    const ste_api& api = load_engine({"/nowhere/engine.so", file, "/nowhere/other.so"});
    EXPECT_EQ(api.abi_version, unsigned(STE_ABI_VERSION));
    EXPECT_EQ(&api, &load_engine({file})) << "the table must stay the same";
}

TEST(EngineLibrary, NamesAllPlacesWhenThereIsNone) {
    const std::string sentence = refusal({"/nowhere/a.so", "/nowhere/b.so"});
    EXPECT_TRUE(contains(sentence, "\"/nowhere/a.so\" or \"/nowhere/b.so\"")) << sentence;
    EXPECT_TRUE(contains(sentence, "nstall")) << sentence;
}

TEST(EngineLibrary, SaysWhyAFileCannotBeLoaded) {
    const std::string file = testing::TempDir() + "no-library.so";
    std::ofstream(file) << "text";
    const std::string sentence = refusal({file});
    EXPECT_TRUE(contains(sentence, file)) << sentence;
    EXPECT_TRUE(contains(sentence, "libtorch")) << sentence;
    std::filesystem::remove(file);
}

TEST(EngineLibrary, RefusesAnotherVersion) {
    const std::string file = std::getenv("FOREIGN_ENGINE");
    const std::string sentence = refusal({file});
    EXPECT_TRUE(contains(sentence, file)) << sentence;
    EXPECT_TRUE(contains(sentence, "another version")) << sentence;
}

TEST(EngineLibrary, TheVariableOverridesAllPlaces) {
    setenv("STYLE_TRANSFER_ENGINE", "/given/engine.so", 1);
    EXPECT_EQ(engine_candidates(), Candidates{"/given/engine.so"});
    unsetenv("STYLE_TRANSFER_ENGINE");
    const auto candidates = engine_candidates();
    ASSERT_EQ(candidates.size(), 2u);
    EXPECT_EQ(
        candidates[0],
        std::filesystem::canonical("/proc/self/exe").parent_path() / "libstyle-transfer-engine.so");
    EXPECT_TRUE(candidates[1].is_absolute());
}

} // namespace
} // namespace style_transfer
