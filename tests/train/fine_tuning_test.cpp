// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/objective.h"
#include "engine/train/fine_tuning.h"
#include "tests/train/training_files.h"

#include <ATen/Context.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>

#include <optional>

namespace style_transfer::train {
namespace {

TEST(Adam, FirstStepsByHand) {
    // Adam's first step is the rate, whatever the gradient's size; here the rate is relative to the
    // tensor's size √((3² + 4²)/2).
    at::Tensor value = at::tensor({3.0F, -4.0F}).requires_grad_();
    Adam adam;
    adam.add("value", value);
    const double size = std::sqrt(12.5);
    (value * at::tensor({100.0F, -1e-3F})).sum().backward();
    adam.step(0.1);
    EXPECT_NEAR(value[0].item<double>(), 3 - 0.1 * size, 1e-5);
    EXPECT_NEAR(value[1].item<double>(), -4 + 0.1 * size, 1e-5);
    // The second gradient is zero: means 0.9·0.1 g/0.19 and 0.99·0.01 g²/0.0199.
    (value * at::tensor({0.0F, 0.0F})).sum().backward();
    adam.step(0.1);
    const double moved = 0.1 * size * (0.09 / 0.19) / std::sqrt(0.0099 / 0.0199);
    EXPECT_NEAR(value[0].item<double>(), 3 - 0.1 * size - moved, 1e-5);
    EXPECT_FALSE(value.grad().defined());
    EXPECT_EQ(adam.steps(), 2);
}

TEST(StyleSteps, DistancesAreTheObjectives) {
    // The engine's own objective, without content and variation, on the same network.
    const Model model = test::tiny_teacher();
    const FeatureNetwork teacher(model, at::kFloat, at::kCPU);
    const std::vector<std::string> taps{"block1_conv1", "block2_conv1"};
    const at::Tensor picture = at::rand({1, 3, 20, 28}) * 255,
                     style = at::rand({1, 3, 24, 24}) * 255;
    Settings settings = published_settings();
    settings.content_weight = 0;
    settings.variation_weight = 0;
    settings.style_layers = {0.1, 0.1, 0, 0, 0};
    const CancellationToken token;
    const Objective objective(model, settings, picture[0], style[0], token);
    at::Tensor gradient;
    const Losses losses = objective.evaluate(picture[0], gradient, token);
    const double found =
        style_distances(style_grams(teacher, picture, taps), style_grams(teacher, style, taps))
            .item<double>();
    EXPECT_NEAR(found / losses.total(), 1, 1e-4);
}

TEST(StyleSteps, TheStyleComesNearer) {
    FeatureNetwork teacher(test::tiny_teacher(), at::kFloat, at::kCPU);
    // Values as large as VGG19's, so that the variation is not in the way.
    teacher.replace_weights([](const std::string&, const at::Tensor& value) { return value * 8; });
    const std::vector<std::string> taps{"block1_conv1", "block2_conv1"};
    const at::Tensor style = at::randn({1, 3, 24, 24}) * 20 + 200;
    const at::Tensor base = at::randn({1, 3, 24, 24}) * 60 + 90;
    const Targets targets = targets_of(teacher, base, style, taps);
    const auto distance = [&](const at::Tensor& picture) {
        return style_distances(style_grams(teacher, picture, taps), targets.style).item<double>();
    };
    const at::Tensor made = stylised(base, {teacher}, targets, 30);
    EXPECT_LT(distance(made), 0.1 * distance(base));
}

class FineTuningTest : public testing::Test {
  protected:
    void SetUp() override {
        test::write_pictures(folder_.path(), 12);
        source_.emplace(test::source_of(folder_.path()));
        // A student that knows nothing, the same one whatever ran before.
        at::manual_seed(4);
        student_.add_convolution("block1_conv1", at::randn({4, 3, 3, 3}) * 0.3, at::randn({4}));
        student_.add_pool();
        student_.add_convolution("block2_conv1", at::randn({6, 4, 3, 3}) * 0.3, at::randn({6}));
        maps_["block1_conv1"] = at::randn({6, 4}) * 0.3;
        maps_["block2_conv1"] = at::randn({8, 6}) * 0.3;
    }

    FineTuning tuning(int steps) const {
        FineTuningOptions options;
        options.steps = steps;
        options.learning_rate = 0.05;
        return {teacher_, teacher_, student_, maps_, *source_, options};
    }

    test::Folder folder_;
    std::optional<PictureSource> source_;
    FeatureNetwork teacher_{test::tiny_teacher(), at::kFloat, at::kCPU};
    FeatureNetwork student_{InputConvention{}, at::kFloat, at::kCPU};
    TapMaps maps_;
};

TEST_F(FineTuningTest, ErrorsFall) {
    FineTuning training = tuning(250);
    training.step();
    const auto before = training.errors();
    const double unseen_before = training.unseen_style();
    const MatchingFigures matching_before = training.matching_error();
    while (training.steps_done() < 250)
        training.step();
    for (const auto& [tap, error] : training.errors()) {
        EXPECT_LT(error.features, 0.5 * before.at(tap).features) << tap;
        EXPECT_LT(error.grams, 0.5 * before.at(tap).grams) << tap;
    }
    EXPECT_GT(training.unseen_style(), 0);
    EXPECT_LT(training.unseen_style(), 0.5 * unseen_before);
    // A mean over all steps, and much of a pull is beyond a student of two layers.
    EXPECT_LT(training.matching_error().order, 0.5 * matching_before.order);
    EXPECT_LT(training.matching_error().pull, 0.95 * matching_before.pull);
    EXPECT_LT(training.matching_error().similarity_lost, 0.7 * matching_before.similarity_lost);
}

TEST_F(FineTuningTest, WithoutAShareNothingIsMatched) {
    FineTuningOptions options;
    options.matching_share = 0;
    FineTuning training(teacher_, teacher_, student_, maps_, *source_, options);
    training.step();
    EXPECT_EQ(training.matching_error().order, 0);
}

TEST_F(FineTuningTest, TheStudentGivenStaysAsItIs) {
    const at::Tensor before = student_.layers()[0].kernel.clone();
    FineTuning training = tuning(5);
    training.step();
    EXPECT_TRUE(student_.layers()[0].kernel.equal(before));
    const FeatureNetwork copy = training.student();
    const at::Tensor taken = copy.layers()[0].kernel.clone();
    EXPECT_FALSE(taken.equal(before));
    training.step();
    EXPECT_TRUE(copy.layers()[0].kernel.equal(taken));
}

TEST_F(FineTuningTest, RestoredItGoesOnAsIfItHadNeverStopped) {
    // Long enough for pool pictures to be moved more than once and replaced.
    constexpr int steps = 120, stop = 85;
    FineTuning unbroken = tuning(steps);
    const auto file = folder_.file("state.checkpoint");
    const nlohmann::json settings{{"seed", 1}};
    while (unbroken.steps_done() < stop)
        unbroken.step();
    save_checkpoint(file, settings, unbroken.state());
    while (unbroken.steps_done() < steps)
        unbroken.step();

    FineTuning resumed = tuning(steps);
    resumed.restore(load_checkpoint(file, settings), file);
    EXPECT_EQ(resumed.steps_done(), stop);
    while (resumed.steps_done() < steps)
        resumed.step();
    for (const auto& [name, tensor] : unbroken.state().tensors)
        EXPECT_TRUE(resumed.state().tensors.at(name).equal(tensor)) << name;
    EXPECT_EQ(resumed.state().numbers, unbroken.state().numbers);
}

TEST_F(FineTuningTest, AStateOfAnotherStudentIsRefused) {
    TrainingState state = tuning(5).state();
    state.tensors["block1_conv1.bias"] = at::randn({5});
    FineTuning training = tuning(5);
    const std::string sentence =
        test::refusal(ErrorCode::file, [&] { training.restore(state, "a.checkpoint"); });
    EXPECT_EQ(
        sentence, "The checkpoint \"a.checkpoint\" cannot be gone on from: the tensor "
                  "\"block1_conv1.bias\" has another shape. Choose another one, or start anew "
                  "without --resume.");
    state.tensors.erase("block1_conv1.bias");
    EXPECT_NE(
        test::refusal(ErrorCode::file, [&] { training.restore(state, "a.checkpoint"); })
            .find("it lacks the tensor \"block1_conv1.bias\""),
        std::string::npos);
}

} // namespace
} // namespace style_transfer::train
