// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/model/vgg19_network.h"
#include "engine/objective/gram_term.h"
#include "engine/objective/objective.h"
#include "engine/objective/variation_term.h"
#include "tests/support/golden.h"

#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {
namespace {

using test::expect_close;
using test::golden;
using test::Json;
using test::tiny_picture;

void expect_terms(const Losses& found, const Json& expected, double tolerance) {
    expect_close(found.of("content"), expected.at("content"), tolerance, "content");
    for (std::size_t layer = 0; layer < 5; ++layer)
        expect_close(
            found.of("style/" + style_layer_names[layer]), expected.at("style")[layer], tolerance,
            style_layer_names[layer]);
    expect_close(found.of("variation"), expected.at("variation"), tolerance, "variation");
    expect_close(found.total(), expected.at("total"), tolerance, "total");
}

// The pictures that objective_golden.py takes for a case.
struct Pictures {
    at::Tensor base, style, made;
};

Pictures pictures_of(const std::string& name, at::ScalarType type) {
    Pictures pictures{
        tiny_picture("base", type), tiny_picture("style", type), tiny_picture("picture", type)};
    if (name == "at_the_start")
        pictures.made = pictures.base.clone();
    if (name == "same_size")
        pictures.style = pictures.made.flip(1);
    return pictures;
}

Model model_of(const std::string& name) {
    if (name == "scaled")
        return test::scaled_tiny_model();
    return name.find("mapped") != std::string::npos ? test::mapped_tiny_model()
                                                    : test::tiny_model();
}

struct Precision {
    at::ScalarType type;
    double terms, gradient;
};

class GoldenObjective : public testing::TestWithParam<std::string> {
  protected:
    static void expect(const Precision& precision) {
        const Json& expected = golden("objective.json").at("cases").at(GetParam());
        const Pictures pictures = pictures_of(GetParam(), precision.type);
        Objective::Target base{pictures.base, {}}, style{pictures.style, {}};
        if (GetParam().ends_with("masked")) {
            base.mask = test::tiny_mask("base", precision.type);
            style.mask = test::tiny_mask("style", precision.type);
        }
        const Objective objective(
            model_of(GetParam()), test::settings_of(expected.at("weights")), base, style, {});
        at::Tensor gradient;
        const at::Tensor before = pictures.made.clone();
        expect_terms(
            objective.evaluate(pictures.made, gradient, {}), expected.at("terms"), precision.terms);
        EXPECT_EQ(gradient.scalar_type(), precision.type);
        test::expect_summary(gradient, expected.at("gradient"), precision.gradient);
        EXPECT_TRUE(pictures.made.equal(before));

        // The targets are left alone too: once more, the same to the last bit.
        at::Tensor again;
        expect_terms(
            objective.evaluate(pictures.made, again, {}), expected.at("terms"), precision.terms);
        EXPECT_TRUE(again.equal(gradient));
    }
};

TEST_P(GoldenObjective, IsTheReferences) {
    expect({at::kDouble, 1e-10, 1e-10});
}

TEST_P(GoldenObjective, IsTheReferencesInSinglePrecision) {
    expect({at::kFloat, 1e-4, 1e-4});
}

INSTANTIATE_TEST_SUITE_P(
    Cases, GoldenObjective,
    testing::Values(
        "default", "at_the_start", "other_weights", "same_size", "scaled", "mapped", "masked",
        "mapped_and_masked", "balanced", "balanced_mapped_and_masked", "content_at_a_style_layer"),
    [](const auto& one) { return one.param; });

TEST(Objective, IsThePublishedMethodAt500By500) {
    const Json& expected = golden("objective.json").at("published_500");
    const auto picture = [&](const char* name) {
        return test::formula_picture(500, 500, expected.at("shifts").at(name), at::kDouble);
    };
    const Objective objective(
        test::tiny_model(), published_settings(), picture("base"), picture("style"), {});
    at::Tensor gradient;
    expect_terms(objective.evaluate(picture("picture"), gradient, {}), expected.at("terms"), 1e-9);
    test::expect_summary(gradient, expected.at("gradient"), 1e-9);
}

TEST(Objective, GradientAgreesWithFiniteDifferences) {
    const Objective objective(
        test::tiny_model(), published_settings(), tiny_picture("base", at::kDouble),
        tiny_picture("style", at::kDouble), {});
    at::Tensor gradient, unused;
    const at::Tensor picture = tiny_picture("picture", at::kDouble);
    objective.evaluate(picture, gradient, {});
    test::expect_gradient(
        [&](const at::Tensor& x) { return objective.evaluate(x, unused, {}).total(); }, picture,
        gradient);
}

class WithoutWeights : public testing::Test {
  protected:
    Losses evaluate() {
        const Objective objective(
            test::tiny_model(), settings_, tiny_picture("base", at::kDouble),
            tiny_picture("style", at::kDouble), {});
        return objective.evaluate(tiny_picture("picture", at::kDouble), gradient_, {});
    }

    const Json& expected_ = golden("objective.json").at("cases").at("default").at("terms");
    Settings settings_ = published_settings();
    at::Tensor gradient_;
};

TEST_F(WithoutWeights, ContentIsOff) {
    settings_.content_weight = 0;
    const Losses losses = evaluate();
    EXPECT_EQ(losses.of("content"), 0);
    expect_close(
        losses.of("style/" + style_layer_names[4]), expected_.at("style")[4], 1e-10, "style");
    expect_close(
        losses.total(), expected_.at("total").get<double>() - expected_.at("content").get<double>(),
        1e-10, "total");
}

TEST_F(WithoutWeights, AStyleLayerIsOff) {
    settings_.style_layers[1] = settings_.style_layers[4] = 0;
    const Losses losses = evaluate();
    EXPECT_EQ(losses.of("style/" + style_layer_names[1]), 0);
    EXPECT_EQ(losses.of("style/" + style_layer_names[4]), 0);
    for (const std::size_t layer : {0U, 2U, 3U})
        expect_close(
            losses.of("style/" + style_layer_names[layer]), expected_.at("style")[layer], 1e-10,
            "style");
    expect_close(losses.of("content"), expected_.at("content"), 1e-10, "content");
}

TEST_F(WithoutWeights, OnlyVariationIsLeft) {
    settings_.content_weight = settings_.style_weight = 0;
    const Losses losses = evaluate();
    EXPECT_EQ(losses.of("content"), 0);
    EXPECT_EQ(losses.of("style"), 0);
    expect_close(losses.of("variation"), expected_.at("variation"), 1e-10, "variation");
    const double k = 500.0 * 500 / (50 * 37);
    const LossAndGradient variation = variation_loss(tiny_picture("picture", at::kDouble), k);
    EXPECT_TRUE(gradient_.allclose(variation.gradient, 1e-12, 0));
}

TEST_F(WithoutWeights, VariationIsOff) {
    settings_.variation_weight = 0;
    const Losses losses = evaluate();
    EXPECT_EQ(losses.of("variation"), 0);
    expect_close(losses.of("content"), expected_.at("content"), 1e-10, "content");
    expect_close(
        losses.of("style/" + style_layer_names[3]), expected_.at("style")[3], 1e-10, "style");
}

TEST_F(WithoutWeights, NothingIsLeft) {
    settings_.content_weight = settings_.style_weight = settings_.variation_weight = 0;
    EXPECT_EQ(evaluate().total(), 0);
    EXPECT_TRUE(gradient_.equal(at::zeros({3, 37, 50}, at::kDouble)));
}

TEST(UsedLayers, ThoseWithAWeight) {
    const LayerChain chain(vgg19_layers());
    const auto used = [&](const Settings& settings) {
        std::vector<std::string> layers = used_layers(settings, chain);
        std::sort(layers.begin(), layers.end());
        return layers;
    };
    using Names = std::vector<std::string>;
    Settings settings = published_settings();
    EXPECT_EQ(
        used(settings), (Names{
                            "block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1",
                            "block5_conv1", "block5_conv2"}));
    settings.content_weight = 0;
    settings.style_layers = {0, 1, 0, 0.5, 0};
    EXPECT_EQ(used(settings), (Names{"block2_conv1", "block4_conv1"}));
    settings.style_weight = 0;
    settings.content_weight = 1;
    settings.content_layer = "block4_conv2";
    EXPECT_EQ(used(settings), Names{"block4_conv2"});
    settings.content_weight = 0;
    EXPECT_FALSE(used(settings).empty()); // a network needs a layer
    settings = published_settings();
    settings.content_layer = "block3_conv1"; // of style too: once
    EXPECT_EQ(used(settings).size(), 5U);
}

class Refusal : public testing::Test {
  protected:
    ErrorCode construct() {
        try {
            const Objective objective(model_, published_settings(), base_, style_, token_);
            ADD_FAILURE() << "nothing was thrown";
        } catch (const Error& error) {
            sentence_ = error.what();
            return error.code();
        }
        return {};
    }

    Model model_ = test::scaled_tiny_model();
    at::Tensor base_ = tiny_picture("base", at::kFloat);
    at::Tensor style_ = tiny_picture("style", at::kFloat);
    CancellationToken token_;
    std::string sentence_;
};

TEST_F(Refusal, LayersWithoutScaleAreNamed) {
    model_.style_scale.erase("block3_conv1");
    EXPECT_EQ(construct(), ErrorCode::model);
    EXPECT_NE(sentence_.find("block3_conv1"), std::string::npos) << sentence_;
    model_ = test::scaled_tiny_model();
    model_.content_scale.erase("block5_conv2");
    EXPECT_EQ(construct(), ErrorCode::model);
    EXPECT_NE(sentence_.find("block5_conv2"), std::string::npos) << sentence_;
}

TEST_F(Refusal, PicturesThatAreTooSmall) {
    base_ = at::zeros({3, 40, 15});
    EXPECT_EQ(construct(), ErrorCode::invalid_argument);
    base_ = at::zeros({3, 40, 40});
    style_ = at::zeros({3, 15, 40});
    EXPECT_EQ(construct(), ErrorCode::invalid_argument);
}

TEST_F(Refusal, Cancelled) {
    const Objective objective(model_, published_settings(), base_, style_, token_);
    token_.cancel();
    EXPECT_EQ(construct(), ErrorCode::cancelled);
    at::Tensor gradient;
    try {
        objective.evaluate(base_, gradient, token_);
        ADD_FAILURE() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
}

} // namespace
} // namespace style_transfer
