// SPDX-License-Identifier: GPL-3.0-or-later
// What each setting does when a picture is painted by matching.
#include "engine/model/vgg19_network.h"
#include "engine/objective/objective.h"
#include "engine/objective/style_places.h"
#include "tests/objective/matching_support.h"
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros_like.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {
namespace {

using test::expect_close;
using test::matching_settings;
using test::tiny_picture;
using Names = std::vector<std::string>;

Names used(const Settings& settings) {
    Names layers = used_layers(settings, LayerChain(vgg19_layers()));
    std::ranges::sort(layers);
    return layers;
}

TEST(MatchingLayers, AreThoseOfBlocksWithAWeight) {
    Settings settings = matching_settings();
    settings.content_weight = 0;
    const Names all{"block1_conv1", "block1_conv2", "block2_conv1", "block2_conv2",
                    "block3_conv1", "block3_conv2", "block3_conv3", "block3_conv4",
                    "block4_conv1", "block4_conv2", "block4_conv3", "block4_conv4"};
    EXPECT_EQ(used(settings), all); // never block 5
    settings.style_layers[4] = 1e6;
    EXPECT_EQ(used(settings), all);
    settings.style_layers = {0, 1, 0, 0, 1};
    EXPECT_EQ(used(settings), (Names{"block2_conv1", "block2_conv2"}));
    settings.content_weight = 0.1;
    EXPECT_EQ(used(settings), (Names{"block2_conv1", "block2_conv2", "block4_conv2"}));
    settings.style_weight = 0;
    EXPECT_EQ(used(settings), Names{"block4_conv2"});
}

TEST(MatchingLayers, ShareTheWeightOfTheirBlock) {
    Settings settings = matching_settings();
    settings.style_layers = {1, 0, 2, 5, 100};
    std::map<std::string, PlaceLayer> layers;
    for (const PlaceLayer& layer : place_layers(settings, LayerChain(vgg19_layers()), 5))
        layers[layer.name] = layer;
    ASSERT_EQ(layers.size(), 2U + 4 + 4);
    EXPECT_DOUBLE_EQ(layers.at("block1_conv2").share, 1.0 / 8 / 2);
    EXPECT_DOUBLE_EQ(layers.at("block3_conv1").share, 2.0 / 8 / 4);
    EXPECT_DOUBLE_EQ(layers.at("block4_conv4").share, 5.0 / 8 / 4);
    EXPECT_EQ(layers.at("block1_conv1").stride, 1);
    EXPECT_EQ(layers.at("block3_conv4").stride, 4);
    EXPECT_EQ(layers.at("block4_conv1").stride, 8);
}

TEST(MatchingLayers, NoneWithoutWeights) {
    Settings settings = matching_settings();
    settings.style_layers = {0, 0, 0, 0, 1};
    EXPECT_TRUE(place_layers(settings, LayerChain(vgg19_layers()), 5).empty());
    EXPECT_EQ(used(settings), Names{"block4_conv2"});
}

class MatchingSettings : public testing::Test {
  protected:
    Losses evaluate(at::Tensor picture = {}) {
        Vantage vantage;
        vantage.painted = painted_;
        const Objective objective(
            test::tiny_model(), settings_, {base_, {}}, {style_, {}}, CancellationToken{}, vantage);
        return objective.evaluate(picture.defined() ? picture : picture_, gradient_, {});
    }

    Settings settings_ = matching_settings();
    const at::Tensor base_ = tiny_picture("base", at::kDouble);
    const at::Tensor style_ = tiny_picture("style", at::kDouble);
    const at::Tensor picture_ = tiny_picture("picture", at::kDouble);
    at::Tensor painted_;
    at::Tensor gradient_; // of the last evaluation
};

TEST_F(MatchingSettings, ContentWeightHoldsThePhoto) {
    const at::Tensor home = base_ - picture_;
    settings_.content_weight = 0;
    const Losses without = evaluate();
    const at::Tensor rest = gradient_;
    EXPECT_EQ(without.of("content"), 0);
    settings_.content_weight = 1;
    const Losses once = evaluate();
    const at::Tensor content = gradient_ - rest;
    EXPECT_GT(once.of("content"), 0);
    EXPECT_LT((content * home).sum().item<double>(), 0); // downhill is to the photo
    double loss = 0;
    for (const double weight : {0.01, 0.08, 0.5, 3.0}) {
        settings_.content_weight = weight;
        const Losses losses = evaluate();
        EXPECT_GT(losses.of("content"), loss);
        loss = losses.of("content");
        expect_close(loss, weight * once.of("content"), 1e-10, "content");
        EXPECT_EQ(losses.of("matching"), without.of("matching")); // nothing has been painted
        EXPECT_TRUE((gradient_ - rest).allclose(weight * content, 1e-9, 1e-12));
    }
    // It is the share of the base's features that is lost: none at the base itself.
    EXPECT_EQ(evaluate(base_).of("content"), 0);
}

TEST_F(MatchingSettings, ContentIsOneWhereNothingOfThePhotoIsLeft) {
    // Without biases, the first layer is zero at the means that the network subtracts.
    Model model = test::tiny_model();
    std::ranges::fill(model.layers.front().weights.bias, 0.0F);
    settings_.content_layer = "block1_conv1";
    settings_.content_weight = 2;
    settings_.style_weight = 0;
    const Objective objective(model, settings_, base_, style_, {});
    at::Tensor grey = at::zeros_like(base_);
    for (std::size_t c = 0; c < 3; ++c)
        grey[model.input.order[c]].fill_(model.input.mean[c]);
    expect_close(objective.evaluate(grey, gradient_, {}).of("content"), 2, 1e-9, "content");
}

// The more the photo counts, the less of what has been painted enters the search.
TEST_F(MatchingSettings, ContentWeightMovesTheSearchToThePhoto) {
    const auto matching = [&](double weight, const at::Tensor& painted) {
        settings_.content_weight = weight;
        painted_ = painted;
        return evaluate().of("matching");
    };
    const at::Tensor painted = style_.narrow(1, 0, 32)
                                   .repeat({1, 2, 2})
                                   .narrow(1, 0, base_.size(1))
                                   .narrow(2, 0, base_.size(2))
                                   .contiguous();
    // From sixteen times the usual weight on it is the photo alone.
    const double photo = matching(16 * 0.08, {});
    EXPECT_EQ(matching(16 * 0.08, painted), photo);
    EXPECT_EQ(matching(100, painted), photo);
    EXPECT_NE(matching(0.08, painted), photo);
    // Without content weight it is what has been painted alone: the targets are those that it would
    // have as the photo.
    const double alone = matching(0, painted);
    const Objective other(
        test::tiny_model(), settings_, {painted, {}}, {style_, {}}, CancellationToken{});
    EXPECT_EQ(other.evaluate(picture_, gradient_, {}).of("matching"), alone);
    EXPECT_NE(alone, photo);
}

TEST_F(MatchingSettings, StyleWeightScalesTheTerm) {
    settings_.content_weight = settings_.variation_weight = 0;
    const double once = evaluate().of("matching");
    const at::Tensor slope = gradient_;
    settings_.style_weight = 2.5;
    expect_close(evaluate().total(), 2.5 * once, 1e-12, "total");
    EXPECT_TRUE(gradient_.allclose(2.5 * slope, 1e-9, 0));
    settings_.style_weight = 0;
    EXPECT_EQ(evaluate().total(), 0);
    EXPECT_TRUE(gradient_.equal(at::zeros_like(picture_)));
}

TEST_F(MatchingSettings, VariationWeightScalesTheTerm) {
    const double once = evaluate().of("variation");
    EXPECT_GT(once, 0);
    settings_.variation_weight = 4;
    expect_close(evaluate().of("variation"), 4 * once, 1e-12, "variation");
    settings_.variation_weight = 0;
    EXPECT_EQ(evaluate().of("variation"), 0);
}

TEST_F(MatchingSettings, StyleLayersCountRelativeToEachOther) {
    const double some = evaluate().of("matching");
    for (double& weight : settings_.style_layers)
        weight *= 7;
    expect_close(evaluate().of("matching"), some, 1e-12, "matching");
    settings_.style_layers[4] = 0; // not of matching
    expect_close(evaluate().of("matching"), some, 1e-12, "matching");
    settings_.style_layers[2] = 0;
    EXPECT_GT(std::abs(evaluate().of("matching") - some), 1e-3 * some);
}

TEST_F(MatchingSettings, WithoutStyleLayersThereIsNoTerm) {
    settings_.style_layers = {0, 0, 0, 0, 0};
    Losses losses = evaluate();
    EXPECT_EQ(losses.of("matching"), 0);
    EXPECT_GT(losses.of("content"), 0);
    settings_.content_weight = 0;
    losses = evaluate();
    EXPECT_EQ(losses.total(), losses.of("variation"));
    settings_.variation_weight = 0;
    EXPECT_EQ(evaluate().total(), 0);
    EXPECT_TRUE(gradient_.equal(at::zeros_like(picture_)));
}

TEST_F(MatchingSettings, TheGramTermTakesNoPart) {
    EXPECT_EQ(evaluate().of("style"), 0);
    settings_.method = Method::gram;
    const Losses gram = evaluate();
    EXPECT_EQ(gram.of("matching"), 0);
    EXPECT_GT(gram.of("style"), 0);
}

// bfloat16 has three digits.
TEST_F(MatchingSettings, HalfPrecisionIsClose) {
    const at::Tensor base = base_.to(at::kFloat), style = style_.to(at::kFloat);
    const Losses expected = evaluate();
    const at::Tensor expected_gradient = gradient_;
    const Model model = test::tiny_model();
    const Objective objective(
        std::make_shared<Network>(model, at::kBFloat16), model, settings_, {base, {}},
        {{{}, {{{style, {}}}}}}, {});
    const Losses found = objective.evaluate(picture_.to(at::kFloat), gradient_, {});
    expect_close(found.of("matching"), expected.of("matching"), 0.05, "matching");
    EXPECT_EQ(gradient_.scalar_type(), at::kFloat);
    const double along = (gradient_ * expected_gradient).sum().item<double>() /
                         (gradient_.norm() * expected_gradient.norm()).item<double>();
    EXPECT_GT(along, 0.9);
}

} // namespace
} // namespace style_transfer
