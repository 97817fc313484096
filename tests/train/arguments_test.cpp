// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/arguments.h"
#include "tests/train/training_files.h"

namespace style_transfer::train {
namespace {

class Silence {
  public:
    Silence() {
        testing::internal::CaptureStderr();
        testing::internal::CaptureStdout();
    }
    ~Silence() {
        testing::internal::GetCapturedStderr();
        testing::internal::GetCapturedStdout();
    }
};

std::variant<Arguments, int> parsed(std::vector<const char*> values) {
    values.insert(
        values.begin(),
        {"style-transfer-train", "--teacher", "t.h5", "--images", "dir", "--output", "o/net.st"});
    const Silence silence; // also when this throws
    return parse_arguments(int(values.size()), values.data());
}

TrainingSettings settings_of(const std::vector<const char*>& values) {
    auto result = parsed(values);
    EXPECT_TRUE(std::holds_alternative<Arguments>(result));
    return std::get<Arguments>(std::move(result)).settings;
}

TEST(Arguments, Defaults) {
    const TrainingSettings settings = settings_of({});
    EXPECT_EQ(settings.teacher, "t.h5");
    EXPECT_EQ(settings.pictures.folder, "dir");
    EXPECT_EQ(settings.output, "o/net.st");
    EXPECT_EQ(settings.name, "net");
    EXPECT_EQ(settings.plan.text(), preset_layers("compact"));
    EXPECT_EQ(settings.device, Device::automatic);
    EXPECT_FALSE(settings.resume);
}

TEST(Arguments, Values) {
    const TrainingSettings settings = settings_of(
        {"--layers", "block1_conv1:8", "--seed", "18446744073", "--crop", "32", "--steps", "0",
         "--device", "cpu", "--precision", "single", "--checkpoint", "c", "--resume", "--name",
         "n"});
    EXPECT_EQ(settings.plan.text(), "block1_conv1:8");
    EXPECT_EQ(settings.pictures.seed, 18446744073U);
    EXPECT_EQ(settings.pictures.crop, 32);
    EXPECT_EQ(settings.steps, 0);
    EXPECT_EQ(settings.device, Device::cpu);
    EXPECT_EQ(settings.precision, Precision::single);
    EXPECT_EQ(settings.checkpoint, "c");
    EXPECT_TRUE(settings.resume);
    EXPECT_EQ(settings.name, "n");
    EXPECT_EQ(settings_of({"--preset", "preview"}).plan.text(), preset_layers("preview"));
}

TEST(Arguments, ExitCodes) {
    const auto code = [](const std::vector<const char*>& values) {
        const auto result = parsed(values);
        return std::holds_alternative<int>(result) ? std::get<int>(result) : -1;
    };
    EXPECT_EQ(code({"--help"}), 0);
    EXPECT_EQ(code({"--version"}), 0);
    EXPECT_EQ(code({"--resume"}), 2) << "needs --checkpoint";
    EXPECT_EQ(code({"--preset", "huge"}), 2);
    EXPECT_EQ(code({"--preset", "preview", "--layers", "block1_conv1:8"}), 2);
    EXPECT_EQ(code({"--batch", "1"}), 2);
    EXPECT_EQ(code({"--steps", "-1"}), 2);
    EXPECT_EQ(code({"--device", "tpu"}), 2);
    EXPECT_EQ(code({"--precision", "half"}), 2);
    EXPECT_EQ(code({"stray"}), 2);
}

TEST(Arguments, CropsMustSurviveThePools) {
    EXPECT_EQ(
        test::refusal(
            ErrorCode::invalid_argument,
            [] {
                parsed({"--layers", "pool,pool,pool,block4_conv1:8", "--crop", "15"});
            }),
        "--crop: 3 pools need crops of 16 pixels at least, found 15.");
}

} // namespace
} // namespace style_transfer::train
