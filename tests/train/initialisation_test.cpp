// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/evaluation.h"
#include "engine/train/training_pictures.h"
#include "tests/train/training_files.h"

namespace style_transfer::train {
namespace {

class Initialisation : public testing::Test {
  protected:
    void SetUp() override {
        test::write_pictures(folder_.path(), 12);
        source_.emplace(test::source_of(folder_.path()));
    }

    MakePictures mixtures() const {
        return [this](int count, std::uint64_t number) {
            Random random(1, Purpose::initialisation, number);
            return mixture(*source_, count, random);
        };
    }

    std::vector<TapFigures> figures(const std::string& layers) {
        const StudentPlan plan = parse_layers(layers);
        InitialisationOptions options;
        options.crop = 24;
        const FeatureNetwork student = initialise_student(
            teacher_, plan, {}, options, mixtures(),
            [&](const FittedLayer& layer) { fitted_.push_back(layer); });
        const auto taps = taps_of(plan);
        const TapMaps maps = fit_tap_maps(teacher_, student, taps, mixtures(), 6, 4);
        return evaluate(teacher_, student, maps, taps, *source_, 24);
    }

    test::Folder folder_;
    std::optional<PictureSource> source_;
    FeatureNetwork teacher_{test::tiny_teacher(), at::kFloat, at::kCPU};
    std::vector<FittedLayer> fitted_;
};

TEST_F(Initialisation, WithTheTeachersWidthsTheStudentIsTheTeacher) {
    for (const TapFigures& tap : figures("block1_conv1:6,block1_conv2:6,pool,block2_conv1:8")) {
        EXPECT_LT(tap.unexplained, 1e-3) << tap.tap;
        EXPECT_GT(tap.correlation, 0.999) << tap.tap;
        EXPECT_LT(tap.grams, 1e-3) << tap.tap;
    }
    ASSERT_EQ(fitted_.size(), 3U);
    EXPECT_EQ(fitted_[1].name, "block1_conv2");
    for (const FittedLayer& layer : fitted_) {
        EXPECT_LT(layer.unexplained, 1e-4) << layer.name;
        EXPECT_GE(layer.samples, 24 * (9 * 6 + 1)) << layer.name;
    }
}

TEST_F(Initialisation, LessWidthExplainsLess) {
    const auto narrow = figures("block1_conv1:3,block1_conv2:3,pool,block2_conv1:4");
    const auto wide = figures("block1_conv1:5,block1_conv2:5,pool,block2_conv1:7");
    ASSERT_EQ(narrow.size(), 2U);
    for (std::size_t tap = 0; tap < narrow.size(); ++tap) {
        EXPECT_GT(narrow[tap].unexplained, wide[tap].unexplained);
        EXPECT_LT(narrow[tap].unexplained, 0.5) << "three channels of six explain the most";
    }
}

TEST_F(Initialisation, SpansLayersThatTheStudentLacks) {
    const auto taps = figures("block1_conv1:6,pool,block2_conv1:8");
    ASSERT_EQ(taps.size(), 2U);
    EXPECT_LT(taps[0].unexplained, 1e-3);
    EXPECT_LT(taps[1].unexplained, 0.5);
}

TEST_F(Initialisation, MayBeginWithAPool) {
    const auto taps = figures("pool,block2_conv1:8");
    ASSERT_EQ(taps.size(), 1U);
    EXPECT_LT(taps[0].unexplained, 0.6);
}

} // namespace
} // namespace style_transfer::train
