// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/network/network.h"
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <algorithm>

namespace style_transfer {
namespace {

using test::golden;
using test::Json;

std::vector<std::string> convolution_names() {
    std::vector<std::string> names;
    for (const auto& item : golden("objective.json").at("features").items())
        names.push_back(item.key());
    return names;
}

ErrorCode code_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_STRNE(error.what(), "");
        return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

// One convolution without bias whose kernel is [output][input][3][3].
Model one_convolution(int outputs, int inputs, std::vector<float> kernel) {
    Model model;
    model.layers.resize(1);
    model.layers[0].name = "only";
    model.layers[0].weights = {
        inputs, outputs, std::move(kernel), std::vector<float>(static_cast<std::size_t>(outputs))};
    model.input = {{0, 1, 2}, {0, 0, 0}, {1, 1, 1}};
    return model;
}

Network::Pass forward(
    const Network& network, const at::Tensor& picture, const std::vector<std::string>& taps,
    const CancellationToken& token = {}) {
    return network.forward(
        network.input(picture), network.chain().range_to(taps), taps, Network::Keep::activations,
        [](const auto&, const auto&) {}, token);
}

void expect_layers(at::ScalarType type, double tolerance) {
    const Network network(test::tiny_model(), type);
    const at::Tensor picture = test::tiny_picture("picture", type);
    const Features features = network.features(picture, convolution_names(), {});
    const Json& expected = golden("objective.json").at("features");
    EXPECT_EQ(features.size(), expected.size());
    for (const auto& item : expected.items()) {
        SCOPED_TRACE(item.key());
        EXPECT_EQ(features.at(item.key()).scalar_type(), type);
        test::expect_summary(features.at(item.key()), item.value(), tolerance);
    }
}

TEST(Network, EachLayerIsTheReferences) {
    expect_layers(at::kDouble, 1e-11);
}

TEST(Network, EachLayerIsTheReferencesInSinglePrecision) {
    expect_layers(at::kFloat, 1e-5);
}

TEST(Network, APassGivesTheSameFeatures) {
    const Network network(test::tiny_model(), at::kDouble);
    const at::Tensor picture = test::tiny_picture("picture", at::kDouble);
    const std::vector<std::string> taps{"block1_conv1", "block2_conv2", "block4_conv4"};
    Features features;
    network.forward(
        network.input(picture), network.chain().range_to(taps), taps, Network::Keep::activations,
        [&](const std::string& layer, const at::Tensor& maps) { features[layer] = maps; }, {});
    EXPECT_EQ(features.size(), taps.size());
    for (const std::string& tap : taps) {
        SCOPED_TRACE(tap);
        test::expect_summary(
            features.at(tap), golden("objective.json").at("features").at(tap), 1e-11);
    }
}

TEST(Network, ThePictureStaysAsItIs) {
    const Network network(test::tiny_model(), at::kDouble);
    const at::Tensor picture = test::tiny_picture("picture", at::kDouble);
    network.features(picture, {"block5_conv2"}, {});
    forward(network, picture, {"block5_conv2"});
    EXPECT_TRUE(picture.equal(test::tiny_picture("picture", at::kDouble)));
}

at::Tensor backward_of_golden_factors(at::ScalarType type) {
    const Json& factors = golden("objective.json").at("backward").at("factors");
    const Network network(test::tiny_model(), type);
    std::vector<std::string> taps;
    for (const auto& item : factors.items())
        taps.push_back(item.key());
    const at::Tensor picture = test::tiny_picture("picture", type);
    Network::Pass pass = forward(network, picture, taps);
    return network.picture_gradient(network.backward(
        pass, {},
        [&](const std::string& tap, const at::Tensor& maps) {
            return test::tensor_of(factors.at(tap), maps.sizes(), type);
        },
        {}));
}

TEST(Network, BackwardIsTheReferences) {
    test::expect_summary(
        backward_of_golden_factors(at::kDouble),
        golden("objective.json").at("backward").at("gradient"), 1e-11);
}

TEST(Network, BackwardIsTheReferencesInSinglePrecision) {
    test::expect_summary(
        backward_of_golden_factors(at::kFloat),
        golden("objective.json").at("backward").at("gradient"), 1e-4);
}

TEST(Network, BackwardAgreesWithFiniteDifferences) {
    // ½ Σ F² of two layers: its gradients with respect to the maps are the maps.
    Model model = test::tiny_model();
    model.input = {{1, 2, 0}, {10, 20, 30}, {0.5F, 2, 1.25F}};
    const Network network(model, at::kDouble);
    const std::vector<std::string> taps{"block2_conv1", "block4_conv2"};
    const at::Tensor picture = test::tiny_picture("picture", at::kDouble);
    Network::Pass pass = forward(network, picture, taps);
    const at::Tensor gradient = network.picture_gradient(network.backward(
        pass, {}, [](const std::string&, const at::Tensor& maps) { return maps.clone(); }, {}));
    const auto function = [&](const at::Tensor& x) {
        double sum = 0;
        for (const auto& [name, maps] : network.features(x, taps, {}))
            sum += 0.5 * (maps * maps).sum().item<double>();
        return sum;
    };
    test::expect_gradient(function, picture, gradient);
}

TEST(Network, InputOrderMeanAndScale) {
    // Channel c of the output is twice channel c of the input.
    std::vector<float> kernel(3 * 3 * 9);
    for (std::size_t channel = 0; channel < 3; ++channel)
        kernel[(channel * 3 + channel) * 9 + 4] = 2;
    Model model = one_convolution(3, 3, kernel);
    model.input = {{2, 0, 1}, {1, 2, 3}, {10, 100, 0.5F}};
    const Network network(model, at::kDouble);
    const at::Tensor picture = at::tensor({50., 60., 70.}, at::kDouble).view({3, 1, 1});
    const at::Tensor maps = network.features(picture, {"only"}, {}).at("only");
    EXPECT_DOUBLE_EQ(maps[0].item<double>(), 2 * (70 - 1) * 10);
    EXPECT_DOUBLE_EQ(maps[1].item<double>(), 2 * (50 - 2) * 100);
    EXPECT_DOUBLE_EQ(maps[2].item<double>(), 2 * (60 - 3) * 0.5);
}

TEST(Network, KernelsAreNotMirroredAndTheBorderIsZero) {
    // Green's pixel to the lower right, minus the one above: rows 1 2 3 / 4 5 6.
    std::vector<float> kernel(27);
    kernel[9 + 8] = 1;
    kernel[9 + 1] = -1;
    const Network network(one_convolution(1, 3, kernel), at::kDouble);
    at::Tensor picture = at::zeros({3, 2, 3}, at::kDouble);
    picture[1].copy_(at::tensor({1., 2., 3., 4., 5., 6.}, at::kDouble).view({2, 3}));
    const at::Tensor maps = network.features(picture, {"only"}, {}).at("only");
    // Above the first row and beyond the last lies 0; ReLU takes what is negative.
    EXPECT_TRUE(maps.equal(at::tensor({5., 6., 0., 0., 0., 0.}, at::kDouble).view({1, 2, 3})));
}

TEST(Network, TheMeansAreSubtractedBeforeTheBorder) {
    // A picture of the mean colour is zero like the border: nothing but bias comes out.
    Model model = test::tiny_model();
    const Network network(model, at::kDouble);
    at::Tensor picture = at::zeros({3, 4, 4}, at::kDouble);
    picture[0].fill_(double{model.input.mean[2]});
    picture[1].fill_(double{model.input.mean[1]});
    picture[2].fill_(double{model.input.mean[0]});
    const at::Tensor maps = network.features(picture, {"block1_conv1"}, {}).at("block1_conv1");
    for (int c = 0; c < maps.size(0); ++c) {
        const double bias = model.layers[0].weights.bias[static_cast<std::size_t>(c)];
        EXPECT_TRUE(maps[c].equal(at::full({4, 4}, std::max(bias, 0.0), at::kDouble))) << c;
    }
}

TEST(Network, SmallestPictureAndOneThatIsTooSmall) {
    const Network network(test::tiny_model());
    EXPECT_EQ(network.chain().stride(network.chain().whole()), 16);
    const std::vector<std::string> deepest{"block5_conv2"};
    const Features features = network.features(at::zeros({3, 16, 17}), deepest, {});
    EXPECT_EQ(features.at("block5_conv2").sizes(), (std::vector<std::int64_t>{8, 1, 1}));
    for (const auto& [height, width] : {std::pair{15, 40}, {40, 15}, {1, 1}}) {
        const at::Tensor picture = at::zeros({3, height, width});
        EXPECT_EQ(
            code_of([&] { network.features(picture, deepest, {}); }), ErrorCode::invalid_argument);
        // Pools that nobody needs are not run.
        EXPECT_EQ(network.features(picture, {"block1_conv2"}, {}).size(), 1U);
    }
}

TEST(Network, CancelEndsEveryDirection) {
    const Network network(test::tiny_model());
    const at::Tensor picture = test::tiny_picture("picture", at::kFloat);
    const std::vector<std::string> taps{"block5_conv2"};
    Network::Pass pass = forward(network, picture, taps);
    CancellationToken token;
    token.cancel();
    EXPECT_EQ(code_of([&] { network.features(picture, taps, token); }), ErrorCode::cancelled);
    EXPECT_EQ(code_of([&] { forward(network, picture, taps, token); }), ErrorCode::cancelled);
    const auto none = [](const auto&, const auto&) { return at::Tensor(); };
    EXPECT_EQ(code_of([&] { network.backward(pass, {}, none, token); }), ErrorCode::cancelled);
}

} // namespace
} // namespace style_transfer
