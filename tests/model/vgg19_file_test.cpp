// SPDX-License-Identifier: GPL-3.0-or-later
// The whole VGG19, where there is one: $STYLE_TRANSFER_VGG19, or the folder of weights that
// developers keep beside their checkout.
#include "tests/model/test_files.h"

#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

fs::path vgg19_file() {
    if (const char* file = std::getenv("STYLE_TRANSFER_VGG19"))
        return file;
    const fs::path file = fs::path(MODEL_TEST_SOURCE_ROOT) / ".." / "shared" / "weights" /
                          "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";
    return fs::exists(file) ? file : fs::path{};
}

using Vgg19File = test::MadeFiles;

TEST_F(Vgg19File, HoldsWhatH5pyReads) {
    const fs::path file = vgg19_file();
    if (file.empty())
        GTEST_SKIP() << "STYLE_TRANSFER_VGG19 does not name a VGG19 file, and there is none in "
                        "../shared/weights beside the source folder";
    ASSERT_TRUE(test::run_make_files("--vgg19 \"" + file.string() + "\""));
    const nlohmann::json expected = test::read_json("vgg19.json");
    const Model model = load_model(file, {"block5_conv4"});
    EXPECT_EQ(model.layers.size(), 20u);
    std::size_t compared = 0;
    for (const Layer& layer : model.layers) {
        if (layer.kind == Layer::Kind::max_pool)
            continue;
        SCOPED_TRACE(layer.name);
        const ConvolutionWeights& weights = layer.weights;
        const nlohmann::json& wanted = expected.at(layer.name);
        ASSERT_EQ(
            (std::vector{weights.output_channels, weights.input_channels, 3, 3}),
            wanted.at("shape").get<std::vector<int>>());
        for (const nlohmann::json& number : wanted.at("kernel")) {
            const auto at = [&](int axis) { return number[axis].get<std::size_t>(); };
            const std::size_t inputs = std::size_t(weights.input_channels);
            const std::size_t index = ((at(0) * inputs + at(1)) * 3 + at(2)) * 3 + at(3);
            EXPECT_EQ(weights.kernel.at(index), number[4].get<float>()) << number;
        }
        EXPECT_EQ(weights.bias.back(), wanted.at("bias_last").get<float>());
        const auto sum = [](const std::vector<float>& numbers) {
            return std::accumulate(numbers.begin(), numbers.end(), 0.0);
        };
        EXPECT_NEAR(sum(weights.kernel), wanted.at("kernel_sum").get<double>(), 1e-6);
        EXPECT_NEAR(sum(weights.bias), wanted.at("bias_sum").get<double>(), 1e-6);
        ++compared;
    }
    EXPECT_EQ(compared, expected.size());
}

} // namespace
} // namespace style_transfer
