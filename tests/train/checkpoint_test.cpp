// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/checkpoint.h"
#include "tests/train/training_files.h"

#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <signal.h>
#include <sys/resource.h>

namespace style_transfer::train {
namespace {

namespace fs = std::filesystem;

TrainingState state_of(float value) {
    TrainingState state;
    state.numbers = {{"step", 7}};
    state.tensors["first"] = at::tensor({value, 2.0F}).view({2, 1});
    state.tensors["large"] = at::randn({1000});
    return state;
}

// While it lives, no file of this process can grow beyond `bytes`: as if the disk were full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &former_);
        handler_ = signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, former_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &former_);
        signal(SIGXFSZ, handler_);
    }

  private:
    rlimit former_{};
    void (*handler_)(int) = nullptr;
};

TEST(Checkpoint, ThereAndBack) {
    const test::Folder folder;
    const auto file = folder.file("state");
    const TrainingState state = state_of(0.1F);
    save_checkpoint(file, {{"seed", 1}}, state);
    const TrainingState loaded = load_checkpoint(file, {{"seed", 1}});
    EXPECT_EQ(loaded.numbers, state.numbers);
    ASSERT_EQ(loaded.tensors.size(), 2U);
    EXPECT_TRUE(loaded.tensors.at("first").equal(state.tensors.at("first")));
    EXPECT_TRUE(loaded.tensors.at("large").equal(state.tensors.at("large")));
}

TEST(Checkpoint, AFullDiskLeavesTheFormerOne) {
    const test::Folder folder;
    const auto file = folder.file("state");
    save_checkpoint(file, {}, state_of(1));
    std::string sentence;
    {
        const FullDisk full(1024);
        sentence = test::refusal(ErrorCode::file, [&] { save_checkpoint(file, {}, state_of(2)); });
    }
    EXPECT_EQ(
        sentence, "The checkpoint \"" + file.string() + "\" cannot be written: File too large.");
    EXPECT_EQ(load_checkpoint(file, {}).tensors.at("first")[0][0].item<float>(), 1);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1)
        << "the part that was written is removed";
}

TEST(Checkpoint, OtherSettingsAreRefused) {
    const test::Folder folder;
    const auto file = folder.file("state");
    save_checkpoint(file, {{"crop", 160}, {"layers", "a:1"}}, state_of(1));
    const auto refused = [&](const nlohmann::json& settings) {
        return test::refusal(ErrorCode::file, [&] { load_checkpoint(file, settings); });
    };
    const std::string start =
        "The checkpoint \"" + file.string() + "\" cannot be gone on from: its ";
    const std::string end = ". Choose another one, or start anew without --resume.";
    EXPECT_EQ(refused({{"crop", 128}, {"layers", "a:1"}}), start + "crop is 160, not 128" + end);
    EXPECT_EQ(
        refused({{"crop", 160}, {"layers", "b:1"}}),
        start + "layers is \"a:1\", not \"b:1\"" + end);
    EXPECT_EQ(refused({{"crop", 160}, {"layers", "a:1"}}), "nothing thrown");
}

TEST(Checkpoint, DamagedFilesAreRefused) {
    const test::Folder folder;
    const auto file = folder.file("state");
    save_checkpoint(file, {}, state_of(1));
    std::ifstream stream(file, std::ios::binary);
    const std::string good{std::istreambuf_iterator<char>(stream), {}};
    const auto refused = [&](const std::string& bytes) {
        const auto damaged = folder.file("damaged");
        test::write_text(damaged, bytes);
        const std::string sentence =
            test::refusal(ErrorCode::file, [&] { load_checkpoint(damaged, {}); });
        EXPECT_NE(sentence.find(damaged.string()), std::string::npos) << sentence;
        return sentence;
    };
    EXPECT_NE(refused(good.substr(0, good.size() - 1)), "nothing thrown");
    EXPECT_NE(refused(good.substr(0, 30)), "nothing thrown");
    EXPECT_NE(refused(""), "nothing thrown");
    EXPECT_NE(refused("no safetensors at all, but long enough"), "nothing thrown");
    // A network file is none either.
    test::write_tiny_teacher(folder.file("network"));
    EXPECT_NE(
        test::refusal(ErrorCode::file, [&] { load_checkpoint(folder.file("network"), {}); })
            .find("it is not one that this program has written"),
        std::string::npos);
}

} // namespace
} // namespace style_transfer::train
