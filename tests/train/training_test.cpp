// SPDX-License-Identifier: GPL-3.0-or-later
// Whole trainings, from files to a file.
#include "engine/train/training.h"
#include "tests/train/training_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace style_transfer::train {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EXPECT_TRUE(stream) << file;
    return {std::istreambuf_iterator<char>(stream), {}};
}

class TrainingTest : public testing::Test {
  protected:
    void SetUp() override {
        test::write_pictures(folder_.file("images"), 10);
        test::write_tiny_teacher(folder_.file("teacher.safetensors"));
        settings_.teacher = folder_.file("teacher.safetensors");
        settings_.output = folder_.file("student.safetensors");
        settings_.pictures.folder = folder_.file("images");
        settings_.pictures.crop = 24;
        settings_.plan = parse_layers("block1_conv1:4,block1_conv2:4,pool,block2_conv1:6");
        settings_.name = "student";
        settings_.steps = 8;
        settings_.threads = 1;
        settings_.report_every = 4;
        settings_.precision = Precision::single;
    }

    // Asks to stop once the progress of this step has been said; never for 0.
    void run(int stop_after_step = 0) {
        lines_.clear();
        bool stop = false;
        train(
            settings_, [&] { return stop; },
            [&](const std::string& line) {
                lines_.push_back(line);
                if (stop_after_step > 0 &&
                    line.starts_with("step " + std::to_string(stop_after_step) + " "))
                    stop = true;
            });
    }

    std::string refused(ErrorCode code = ErrorCode::file) {
        return test::refusal(code, [&] { run(); });
    }

    bool said(const std::string& part) const {
        return std::ranges::any_of(
            lines_, [&](const std::string& line) { return line.find(part) != line.npos; });
    }

    test::Folder folder_;
    TrainingSettings settings_;
    std::vector<std::string> lines_;
};

TEST_F(TrainingTest, MakesANetworkThatTheEngineReads) {
    run();
    const Model model = load_model(settings_.output, {"block2_conv1"});
    EXPECT_EQ(model.name, "student");
    ASSERT_EQ(model.layers.size(), 4U);
    EXPECT_EQ(model.layers[0].weights.output_channels, 4);
    EXPECT_EQ(model.layers[3].weights.output_channels, 6);
    EXPECT_EQ(model.layers[0].tap_map.size(), 16U);
    EXPECT_TRUE(model.layers[1].tap_map.empty()) << "nothing is measured at block1_conv2";
    EXPECT_EQ(model.layers[3].tap_map.size(), 36U);
    for (const char* tap : {"block1_conv1", "block2_conv1"}) {
        EXPECT_GT(model.style_scale.at(tap), 0.2);
        EXPECT_LT(model.style_scale.at(tap), 5);
        EXPECT_GT(model.content_scale.at(tap), 0.2);
    }
    EXPECT_TRUE(said("9 pictures to train on, 4 of them paintings; 1 held out; skipped: 0"));
    EXPECT_TRUE(said("step 8 of 8"));
    EXPECT_TRUE(said("Written: " + settings_.output.string()));
    const std::string bytes = bytes_of(settings_.output);
    EXPECT_NE(bytes.find(R"(\"seed\":1)"), std::string::npos);
    EXPECT_EQ(bytes.find("licence"), std::string::npos) << "this teacher's licence is not known";
}

TEST_F(TrainingTest, TheSameSeedGivesTheSameFile) {
    run();
    const std::string first = bytes_of(settings_.output);
    run();
    EXPECT_EQ(bytes_of(settings_.output), first);
    settings_.pictures.seed = 2;
    run();
    EXPECT_NE(bytes_of(settings_.output), first);
}

TEST_F(TrainingTest, InterruptedAndResumedGivesTheSameFile) {
    run();
    const std::string unbroken = bytes_of(settings_.output);
    fs::remove(settings_.output);
    settings_.checkpoint = folder_.file("state");
    EXPECT_EQ(
        test::refusal(ErrorCode::cancelled, [&] { run(/*stop_after_step=*/4); }),
        "Interrupted after step 4; go on from \"" + settings_.checkpoint.string() +
            "\" with --resume.");
    EXPECT_FALSE(fs::exists(settings_.output));
    settings_.resume = true;
    run();
    EXPECT_TRUE(said("Going on after step 4."));
    EXPECT_FALSE(said("Fitting layer by layer"));
    EXPECT_EQ(bytes_of(settings_.output), unbroken);
}

TEST_F(TrainingTest, ACheckpointIsNotOverwrittenUnasked) {
    settings_.checkpoint = folder_.file("state");
    test::write_text(settings_.checkpoint, "days of work");
    EXPECT_EQ(
        refused(), "The checkpoint \"" + settings_.checkpoint.string() +
                       "\" is there already. Go on from it with --resume, or choose another one.");
    EXPECT_EQ(bytes_of(settings_.checkpoint), "days of work");
}

TEST_F(TrainingTest, WithoutStepsItIsLeastSquaresAlone) {
    settings_.steps = 0;
    run();
    EXPECT_TRUE(said("Held-out pictures, before"));
    EXPECT_FALSE(said("step 1 "));
    EXPECT_EQ(load_model(settings_.output, {"block2_conv1"}).layers.size(), 4U);
}

TEST_F(TrainingTest, BeginsWithANetworkFile) {
    settings_.steps = 3;
    run();
    settings_.start = settings_.output;
    settings_.output = folder_.file("further.safetensors");
    settings_.steps = 0;
    run();
    EXPECT_TRUE(said("Beginning with " + settings_.start.string() + "."));
    EXPECT_FALSE(said("Fitting layer by layer"));
    const Model start = load_model(settings_.start, {"block2_conv1"});
    const Model further = load_model(settings_.output, {"block2_conv1"});
    for (std::size_t i = 0; i < start.layers.size(); ++i) {
        EXPECT_EQ(further.layers[i].weights.kernel, start.layers[i].weights.kernel);
        EXPECT_EQ(further.layers[i].weights.bias, start.layers[i].weights.bias);
    }
    settings_.plan = parse_layers("block1_conv1:4,block1_conv2:5,pool,block2_conv1:6");
    EXPECT_EQ(
        refused(ErrorCode::model),
        settings_.start.string() +
            ": expected the layers \"block1_conv1:4,block1_conv2:5,pool,block2_conv1:6\", found "
            "\"block1_conv1:4,block1_conv2:4,pool,block2_conv1:6\"; ask for these with --layers.");
}

TEST_F(TrainingTest, TheTeacherInBfloat16) {
    settings_.precision = Precision::bfloat16;
    run();
    EXPECT_TRUE(said("while fine-tuning in bfloat16"));
    EXPECT_TRUE(fs::exists(settings_.output));
}

TEST_F(TrainingTest, WhatIsWrongWithTheCallIsToldBeforeTheWork) {
    settings_.plan = parse_layers("block1_conv1:4,pool,block3_conv1:4");
    EXPECT_EQ(
        refused(ErrorCode::model),
        settings_.teacher.string() +
            ": there is no layer \"block3_conv1\" in \"tiny teacher\"; its layers are "
            "\"block1_conv1\", \"block1_conv2\", \"block2_conv1\".");
    settings_.plan = parse_layers("block1_conv1:7");
    EXPECT_EQ(
        refused(ErrorCode::invalid_argument),
        "--layers: \"block1_conv1\" can have 6 channels at most, as many as in the teacher, found "
        "7.");
    settings_.plan = parse_layers("block1_conv1:4");
    settings_.output = folder_.file("nowhere/student.safetensors");
    EXPECT_EQ(
        refused(), "The network \"" + settings_.output.string() +
                       "\" cannot be written: there is no folder \"" +
                       folder_.file("nowhere").string() + "\"; make it first or choose another.");
    settings_.output = folder_.file("student.safetensors");
    settings_.pictures.folder = folder_.file("nowhere");
    EXPECT_EQ(
        refused(), "The images folder \"" + folder_.file("nowhere").string() + "\" is not there.");
    settings_.teacher = folder_.file("no-teacher.h5");
    EXPECT_NE(refused(ErrorCode::model).find("no-teacher.h5"), std::string::npos);
}

} // namespace
} // namespace style_transfer::train
