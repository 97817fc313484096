// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/calibration.h"
#include "tests/train/training_files.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/eye.h>

#include <optional>

namespace style_transfer::train {
namespace {

class CalibrationTest : public testing::Test {
  protected:
    void SetUp() override {
        test::write_pictures(folder_.path(), 4);
        source_.emplace(test::source_of(folder_.path()));
    }

    Calibration calibrated(const FeatureNetwork& student, const TapMaps& maps) const {
        std::vector<std::string> taps;
        for (const auto& [tap, map] : maps)
            taps.push_back(tap);
        return calibrate(teacher_, student, maps, taps, *source_, /*seed=*/1);
    }

    test::Folder folder_;
    std::optional<PictureSource> source_;
    FeatureNetwork teacher_{test::tiny_teacher(), at::kFloat, at::kCPU};
};

TEST_F(CalibrationTest, ScalesMakeUpForAStudentThatSeesDouble) {
    // Twice the features: four times the content, sixteen times the style, gradients likewise.
    const auto [scales, cosines] = calibrated(
        teacher_, {{"block1_conv1", at::eye(6) * 2}, {"block2_conv1", at::eye(8) * 0.5}});
    EXPECT_NEAR(scales.style.at("block1_conv1"), 1.0 / 16, 1e-4);
    EXPECT_NEAR(scales.content.at("block1_conv1"), 1.0 / 4, 1e-4);
    EXPECT_NEAR(scales.style.at("block2_conv1"), 16, 1e-2);
    EXPECT_NEAR(scales.content.at("block2_conv1"), 4, 1e-3);
    for (const auto& term : {cosines.style, cosines.content})
        for (const auto& [tap, cosine] : term)
            EXPECT_NEAR(cosine, 1, 1e-5) << tap;
    EXPECT_NEAR(cosines.all_styles, 1, 1e-5);
}

TEST_F(CalibrationTest, TheGradientsAreComparedNotTheTerms) {
    // Features that are three times as large and lie 1000 higher: |Δ| is 3 times, all else equal,
    // so the content's gradient is 9 times as long although the features' size is far off.
    FeatureNetwork student(InputConvention{}, at::kFloat, at::kCPU);
    const FeatureNetwork::Layer& first = teacher_.layers().front();
    // Biases so high that nothing is ever cut off: the ReLU is none, in neither network.
    FeatureNetwork teacher(InputConvention{}, at::kFloat, at::kCPU);
    teacher.add_convolution(first.name, first.kernel, first.bias + 5000);
    student.add_convolution(first.name, first.kernel * 3, first.bias + 16000);
    const Calibration calibration =
        calibrate(teacher, student, {{first.name, at::eye(6)}}, {first.name}, *source_, /*seed=*/1);
    EXPECT_NEAR(calibration.scales.content.at(first.name), 1.0 / 9, 1e-3);
    EXPECT_NEAR(calibration.cosines.content.at(first.name), 1, 1e-3);
    EXPECT_LT(calibration.cosines.style.at(first.name), 1);
}

TEST_F(CalibrationTest, AStudentThatSeesSomethingElsePullsElsewhere) {
    FeatureNetwork student(InputConvention{}, at::kFloat, at::kCPU);
    const FeatureNetwork::Layer& first = teacher_.layers().front();
    student.add_convolution(first.name, first.kernel.flip({1}), first.bias); // red for blue
    const Calibration calibration = calibrated(student, {{first.name, at::eye(6)}});
    EXPECT_LT(calibration.cosines.style.at(first.name), 0.9);
    EXPECT_LT(calibration.cosines.content.at(first.name), 0.9);
    EXPECT_NEAR(calibration.cosines.all_styles, calibration.cosines.style.at(first.name), 1e-6)
        << "the only style layer";
}

TEST_F(CalibrationTest, ASilentTapHasScaleOne) {
    const Calibration calibration = calibrated(teacher_, {{"block1_conv1", at::eye(6) * 0}});
    EXPECT_EQ(calibration.scales.style.at("block1_conv1"), 1);
    EXPECT_EQ(calibration.scales.content.at("block1_conv1"), 1);
    EXPECT_EQ(calibration.cosines.all_styles, 0);
}

} // namespace
} // namespace style_transfer::train
